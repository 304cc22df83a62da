#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kb::query {

/// What a character is to the query language.
enum class CharacterClass : std::uint8_t {
    space,        ///< white space, control characters, bytes that are not UTF-8
    quote,        ///< '"' and the typographic double quotes
    open,         ///< '('
    close,        ///< ')'
    word,         ///< letters, digits, and all of Unicode that is not known as punctuation
    punctuation,  ///< everything else
};

/// One character of a text.
struct Character {
    CharacterClass type = CharacterClass::space;
    std::size_t length = 1;  ///< in bytes, at least 1
};

/// The character at `position` < text.size(). A byte that starts no valid UTF-8 sequence is a
/// space of length 1, so that whatever is cut out between spaces is valid UTF-8.
Character character_at(std::string_view text, std::size_t position) noexcept;

/// Whether `type` ends a run of characters that may be a word.
constexpr bool is_boundary(CharacterClass type) noexcept {
    return type < CharacterClass::word;
}

/// The number of characters of class `word`, counted up to `limit`.
std::size_t count_word_characters(std::string_view text, std::size_t limit) noexcept;

/// Whether there is anything to search for.
bool has_word_character(std::string_view text) noexcept;

/// The text with spaces and control characters as ' ', trimmed.
std::string with_plain_spaces(std::string_view text);

/// As with_plain_spaces, with one ' ' between words.
std::string with_single_spaces(std::string_view text);

}  // namespace kb::query
