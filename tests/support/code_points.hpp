#pragma once

#include <string>
#include <string_view>

#include "text/utf8.hpp"

namespace kb::test {

/// The UTF-8 of a code point written in hexadecimal, as in Unicode's data files.
inline std::string from_hex(std::string_view hex) {
    std::string text;
    append_utf8(static_cast<char32_t>(std::stoul(std::string(hex), nullptr, 16)), text);
    return text;
}

}  // namespace kb::test
