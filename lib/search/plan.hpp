#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "index/snapshot.hpp"
#include "kb/query.hpp"
#include "kb/searcher.hpp"
#include "search/deadline.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// Something that the query asks for and that hits should show.
struct HighlightTarget {
    enum class Match {
        words,
        phrase,
        stem,   ///< `text` is a stem key; see index/schema.hpp
        forms,  ///< surface forms with spaces between, any of which will do
    };
    ast::Field field = ast::Field::any;
    Match match = Match::words;
    std::string text;
    double weight = 1;  ///< how much it tells: its inverse document frequency
};

/// A query bound to one commit of an index.
struct Plan {
    PlanNode root;
    std::vector<HighlightTarget> highlights;
    std::vector<std::string> warnings;
};

/// Words of a phrase; further ones do not count.
inline constexpr std::size_t max_phrase_words = 64;
/// Phrases of a query; the words of further ones are required, wherever they stand. Xapian takes
/// minutes to arrange some thousands.
inline constexpr std::size_t max_phrases = 256;
/// Warnings of a plan; further ones are left out.
inline constexpr std::size_t max_warnings = 100;

/// Binds the tree of a query to the terms of an index. Linear in the query times the number of
/// languages in the index, but for patterns: see ExpansionBudget.
Plan make_plan(const ast::Node& root, Match match, index::Snapshot& snapshot, Deadline& deadline);

}  // namespace kb::search
