#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/xapian.hpp"
#include "search/deadline.hpp"
#include "search/levenshtein.hpp"

namespace kb::search {

/// A word of the index that a pattern stands for.
struct ExpandedWord {
    std::string text;                ///< surface form, without prefix
    unsigned distance = 0;           ///< edits away from what was typed; 0 for prefixes
    std::uint64_t frequency = 0;     ///< documents, summed over the term prefixes
    std::vector<std::string> terms;  ///< with prefix, those that exist
};

/// The words of the index that a pattern stands for.
struct Expansion {
    std::vector<ExpandedWord> words;  ///< nearest first, then most frequent, then by text
    bool truncated = false;           ///< there are more: the best are here
    bool incomplete = false;          ///< the walk was stopped: there may be better ones
};

/// What the patterns of one query may cost together, so that no query takes the machine down.
struct ExpansionBudget {
    /// Words that a pattern stands for at most, and all patterns of a query together: each is a
    /// posting list or several to be opened.
    static constexpr std::size_t max_words = 256;
    /// Terms of the dictionary that the walk of one pattern looks at, at most: a few tenths of a
    /// second.
    static constexpr std::size_t max_visits = 500'000;

    std::size_t words_left = 4 * max_words;
    std::size_t visits_left = 2 * max_visits;
};

/// Words that begin with `beginning`, within the terms of any of `term_prefixes`. Walks over all
/// that begin so, as far as the budget and the deadline let it.
Expansion expand_prefix(const Xapian::Database& database, std::string_view beginning,
                        const std::vector<std::string_view>& term_prefixes, ExpansionBudget& budget,
                        Deadline& deadline);

/// Words that the automaton accepts. Skips through the dictionary from one that may be accepted to
/// the next.
Expansion expand_near(const Xapian::Database& database, const LevenshteinAutomaton& automaton,
                      const std::vector<std::string_view>& term_prefixes, ExpansionBudget& budget,
                      Deadline& deadline);

}  // namespace kb::search
