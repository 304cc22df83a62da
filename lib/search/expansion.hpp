#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "index/xapian.hpp"

namespace kb::search {

/// The words of the index that a pattern stands for.
struct Expansion {
    std::vector<std::string> words;  ///< surface forms without prefix, most frequent first
    bool truncated = false;          ///< there are more than max_expansions
};

inline constexpr std::size_t max_expansions = 256;

/// Words that begin with `beginning`, within the terms of any of `term_prefixes`. Walks the term
/// dictionary; linear in the number of words that begin so.
Expansion expand_prefix(const Xapian::Database& database, std::string_view beginning,
                        const std::vector<std::string_view>& term_prefixes);

}  // namespace kb::search
