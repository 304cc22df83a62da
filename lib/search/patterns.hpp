#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/word_units.hpp"

namespace kb::search {

/// Whether the text holds characters of a script without spaces.
bool holds_grams(const std::vector<WordUnit>& units);

/// How terms begin that `text*` stands for: as typed, folded; as the analyzer spells it; and an
/// identifier of words in the other common spellings, so that `getUserN*` finds get_user_name.
/// `units` are those of the text. Not empty unless the text is; without repetition.
std::vector<std::string> prefix_beginnings(std::string_view text,
                                           const std::vector<WordUnit>& units);

/// The text without the punctuation behind its last word, if it ends so.
std::string_view without_trailing_punctuation(std::string_view text,
                                              const std::vector<WordUnit>& units);

/// The tokens whose neighbours `text~` stands for: the one word that the text is, or the whole
/// spellings of an identifier. Empty if the text is several words.
std::vector<QueryToken> fuzzy_tokens(const std::vector<WordUnit>& units);

}  // namespace kb::search
