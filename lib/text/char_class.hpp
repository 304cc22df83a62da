#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kb {

/// What a character is to the tokenizer.
enum class CharClass : std::uint8_t {
    other,       ///< white space, punctuation, symbols: separates words
    lower,       ///< cased letters, for the humps of camelCase
    upper,       ///< capital and titlecase
    letter,      ///< letters of scripts without case
    digit,       ///< decimal and other digits
    joiner,      ///< may join the pieces of an identifier
    extend,      ///< combining marks and ignorable characters: belong to the character before them
    ideograph,   ///< Han, Kana, Bopomofo: no spaces between words
    hangul,      ///< spaced, but particles stick to the words
    complex,     ///< Thai, Lao, Khmer, Myanmar and their relatives: no spaces between words
    pictograph,  ///< emoji and fractions: words of their own
};

constexpr bool is_letter(CharClass c) noexcept {
    return c == CharClass::lower || c == CharClass::upper || c == CharClass::letter;
}
/// Letters and digits of scripts that put spaces between words.
constexpr bool is_alphanumeric(CharClass c) noexcept {
    return is_letter(c) || c == CharClass::digit;
}
/// Scripts whose words are found through grams.
constexpr bool is_spaceless(CharClass c) noexcept {
    return c == CharClass::ideograph || c == CharClass::hangul || c == CharClass::complex;
}

/// A character as the rules for identifiers see it: `symbol` is its ASCII equivalent, letters in
/// lower case ('v' for 'V' and for full-width 'Ｖ', '\'' for every apostrophe, '-' for every
/// hyphen), or 0 if it has none.
struct CharTraits {
    CharClass cls = CharClass::other;
    char symbol = 0;
};

/// The joiners that ASCII has. Not all of them join everywhere: see lexer.hpp.
inline constexpr std::string_view ascii_joiners = "_-.,/:@+#'&=";

constexpr CharTraits ascii_traits(char c) noexcept {
    if (c >= 'a' && c <= 'z') return {CharClass::lower, c};
    if (c >= 'A' && c <= 'Z') return {CharClass::upper, static_cast<char>(c - 'A' + 'a')};
    if (c >= '0' && c <= '9') return {CharClass::digit, c};
    if (ascii_joiners.find(c) != std::string_view::npos) return {CharClass::joiner, c};
    return {CharClass::other, c};
}

inline constexpr std::array<CharTraits, 128> ascii_table = [] {
    std::array<CharTraits, 128> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = ascii_traits(static_cast<char>(i));
    return table;
}();

/// The traits of any code point. Thread-safe.
CharTraits char_traits(char32_t c) noexcept;

/// The dot of the Catalan l·l, and what is typed for it.
inline constexpr char32_t middle_dot = 0x00B7;
inline constexpr char32_t hyphenation_point = 0x2027;

/// ASCII white space: the only characters at which text may be cut before it is looked at closer.
constexpr bool is_ascii_space(char c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace kb
