#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kb {

/// One step through UTF-8: the code point and the bytes it took. An invalid sequence gives `valid`
/// false, the replacement character and the bytes of its longest well-formed beginning (at least
/// one), as Unicode recommends.
struct Utf8Step {
    char32_t code_point = 0xFFFD;
    std::uint32_t bytes = 1;
    bool valid = false;
    bool cut_off = false;  ///< invalid only because the text ends within the character
};

constexpr bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The characters of well-formed text.
constexpr std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char byte : text)
        count += is_continuation(byte) ? 0U : 1U;
    return count;
}

/// Decodes the character at `at`, which must be less than the size of the text.
constexpr Utf8Step decode_utf8(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80U) return {lead, 1, true, false};
    if (lead < 0xC2U || lead > 0xF4U) return {};
    const std::uint32_t length = lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    char32_t code_point = lead & (0xFFU >> (length + 1));
    for (std::uint32_t i = 1; i < length; ++i) {
        if (at + i >= text.size()) return {0xFFFD, i, false, true};
        const unsigned next = byte(i);
        // The second byte alone decides about overlong forms, surrogates and the upper limit.
        const unsigned low = i > 1 ? 0x80U : lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
        const unsigned high = i > 1 ? 0xBFU : lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
        if (next < low || next > high) return {0xFFFD, i, false, false};
        code_point = (code_point << 6U) | (next & 0x3FU);
    }
    return {code_point, length, true, false};
}

/// Appends a code point, which must be a Unicode scalar value.
inline void append_utf8(char32_t c, std::string& out) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6U));
        put(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12U));
        put(0x80 | ((c >> 6U) & 0x3FU));
        put(0x80 | (c & 0x3FU));
    } else {
        put(0xF0 | (c >> 18U));
        put(0x80 | ((c >> 12U) & 0x3FU));
        put(0x80 | ((c >> 6U) & 0x3FU));
        put(0x80 | (c & 0x3FU));
    }
}

/// The longest prefix of at most `bytes` bytes that does not end within a character. Of invalid
/// UTF-8, a prefix at most three bytes shorter than that.
constexpr std::string_view truncate_utf8(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes) return text;
    for (std::size_t back = 0; back <= 3 && back <= bytes; ++back) {
        if (!is_continuation(text[bytes - back])) return text.substr(0, bytes - back);
    }
    return text.substr(0, bytes);
}

/// The length of the longest prefix that is pure ASCII.
std::size_t ascii_prefix(std::string_view text) noexcept;

inline bool is_ascii(std::string_view text) noexcept {
    return ascii_prefix(text) == text.size();
}

}  // namespace kb
