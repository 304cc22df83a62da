#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/analyzer.hpp"

namespace kb::search {

/// A token of a query with every key under which a document of the index may hold it.
struct QueryToken {
    Token token;
    std::vector<std::string> keys;  ///< stem keys, one or more a language; see index/schema.hpp
};

/// One word of a query as the analyzer sees it: found as a whole, or by its pieces in a row. A
/// plain word has one piece and no whole.
struct WordUnit {
    std::vector<QueryToken> wholes;
    std::vector<QueryToken> pieces;  ///< at consecutive positions
};

/// Cuts a piece of query text into units, with the keys for all `languages` and for documents of
/// unknown language.
std::vector<WordUnit> analyze_query(Analyzer& analyzer, std::string_view text,
                                    const std::vector<std::string>& languages);

/// Appends the keys of documents that hold the surface form `term`, of which `units` is the
/// analysis.
void append_keys_of_surface(std::string_view term, const std::vector<WordUnit>& units,
                            std::vector<std::string>& keys);

/// Whether a word is words joined by hyphens alone ("boundary-layer"), each of two letters or more:
/// unlike the parts of an identifier, each of them tells something by itself.
bool is_hyphenated(std::string_view text, const std::vector<WordUnit>& units);

/// The finest tokens in a row, one a position: what a phrase consists of.
std::vector<QueryToken> pieces_in_order(const std::vector<WordUnit>& units);

/// The same with characters one by one where no spaces divide words: what may stand near each other
/// in any order. A pair of characters would stand where its first character does.
std::vector<QueryToken> pieces_one_by_one(Analyzer& analyzer, std::string_view text,
                                          const std::vector<std::string>& languages);

}  // namespace kb::search
