#pragma once

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace kb::fuzz {

/// Ends the run with a finding.
inline void check(bool holds, std::string_view what, std::string_view detail = {}) {
    if (holds) return;
    std::cerr << what << '\n' << detail << '\n';
    std::abort();
}

}  // namespace kb::fuzz
