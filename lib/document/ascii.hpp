#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace kb {

/// ASCII letters in lower case, all other bytes as they are: for names of protocols and markup.
inline char ascii_lowered(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string ascii_lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return ascii_lowered(c); });
    return out;
}

}  // namespace kb
