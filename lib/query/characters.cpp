#include "query/characters.hpp"

#include <algorithm>
#include <array>

namespace kb::query {
namespace {

struct Decoded {
    char32_t value;
    std::size_t length;  // 0: invalid
};

constexpr bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The multi-byte sequence at `position`; overlong forms and surrogates are invalid.
Decoded decode(std::string_view text, std::size_t position) {
    const auto lead = static_cast<unsigned char>(text[position]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
    if (lead < 0xC2 || lead > 0xF4 || text.size() - position < length) return {0, 0};
    char32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const char byte = text[position + i];
        if (!is_continuation(byte)) return {0, 0};
        value = (value << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest.at(length) || value > 0x10FFFF || surrogate) return {0, 0};
    return {value, length};
}

constexpr bool within(char32_t value, char32_t first, char32_t last) {
    return value >= first && value <= last;
}

// Unicode's white space and, because they are invisible, the zero-width space, the byte order mark
// and the marks that steer the direction of text. Joiners (U+200C, U+200D) belong to words.
constexpr bool is_unicode_space(char32_t c) {
    return within(c, 0x80, 0xA0) || c == 0x1680 || within(c, 0x2000, 0x200B) ||
           within(c, 0x200E, 0x200F) || within(c, 0x2028, 0x202F) || within(c, 0x205F, 0x2060) ||
           within(c, 0x2066, 0x2069) || c == 0x3000 || c == 0xFEFF;
}

// “ ” „ ‟ « » ＂
constexpr bool is_unicode_quote(char32_t c) {
    return within(c, 0x201C, 0x201F) || c == 0xAB || c == 0xBB || c == 0xFF02;
}

// The common punctuation of running text; rarer signs pass as words and match nothing.
constexpr bool is_unicode_punctuation(char32_t c) {
    return c == 0xA1 || c == 0xA7 || c == 0xB6 || c == 0xB7 || c == 0xBF ||
           within(c, 0x2010, 0x2027) || within(c, 0x2030, 0x205E) || within(c, 0x3001, 0x3003) ||
           within(c, 0x3008, 0x301F) || within(c, 0xFF01, 0xFF0F) || within(c, 0xFF1A, 0xFF20) ||
           within(c, 0xFF3B, 0xFF40) || within(c, 0xFF5B, 0xFF65);
}

CharacterClass classify(char32_t c) {
    if (is_unicode_space(c)) return CharacterClass::space;
    if (is_unicode_quote(c)) return CharacterClass::quote;
    if (is_unicode_punctuation(c)) return CharacterClass::punctuation;
    return CharacterClass::word;
}

constexpr CharacterClass classify_ascii(unsigned char c) {
    const unsigned char lower = c | 0x20U;
    if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9')) return CharacterClass::word;
    if (c <= ' ' || c == 0x7F) return CharacterClass::space;
    if (c == '"') return CharacterClass::quote;
    if (c == '(') return CharacterClass::open;
    if (c == ')') return CharacterClass::close;
    return CharacterClass::punctuation;
}

}  // namespace

Character character_at(std::string_view text, std::size_t position) noexcept {
    const auto byte = static_cast<unsigned char>(text[position]);
    if (byte < 0x80) return {classify_ascii(byte), 1};
    const Decoded decoded = decode(text, position);
    if (decoded.length == 0) return {CharacterClass::space, 1};
    return {classify(decoded.value), decoded.length};
}

std::size_t count_word_characters(std::string_view text, std::size_t limit) noexcept {
    std::size_t count = 0;
    for (std::size_t position = 0; position < text.size() && count < limit;) {
        const Character c = character_at(text, position);
        if (c.type == CharacterClass::word) ++count;
        position += c.length;
    }
    return count;
}

bool has_word_character(std::string_view text) noexcept {
    return count_word_characters(text, 1) == 1;
}

std::string with_plain_spaces(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    std::size_t trimmed = 0;
    for (std::size_t position = 0; position < text.size();) {
        const Character c = character_at(text, position);
        if (c.type != CharacterClass::space) {
            result.append(text, position, c.length);
            trimmed = result.size();
        } else if (!result.empty()) {
            result += ' ';
        }
        position += c.length;
    }
    result.resize(trimmed);
    return result;
}

std::string with_single_spaces(std::string_view text) {
    std::string result = with_plain_spaces(text);
    const auto both_spaces = [](char a, char b) { return a == ' ' && b == ' '; };
    result.erase(std::unique(result.begin(), result.end(), both_spaces), result.end());
    return result;
}

}  // namespace kb::query
