#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "index/snapshot.hpp"
#include "kb/query.hpp"

namespace kb::search {

/// The query with its misspelled words as the index spells them: the text as typed but for those
/// words, syntax included; nothing if no word has a better-known spelling. A word is only corrected
/// if nothing, or next to nothing, matches it: by words of the index within an edit distance of 1
/// or 2, the more frequent the better; by two words that stand side by side in some document
/// ("bulkcreate"); together with its neighbour by one word ("post gres"). Identifiers, numbers and
/// scripts without spaces are left alone, and so is what the query excludes.
///
/// `root` is the tree of `text`. Only the first max_corrected_words unknown words are looked at:
/// each takes a bounded walk through the dictionary.
std::optional<std::string> better_spelling(std::string_view text, const ast::Node& root,
                                           index::Snapshot& snapshot);

inline constexpr std::size_t max_corrected_words = 8;

}  // namespace kb::search
