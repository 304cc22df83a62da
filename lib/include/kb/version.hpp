#pragma once

#include <string_view>

#pragma GCC visibility push(default)
namespace kb {

/// The library's version, as in "0.1.0".
std::string_view version() noexcept;

}  // namespace kb
#pragma GCC visibility pop
