#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/xapian.hpp"
#include "kb/results.hpp"
#include "kb/searcher.hpp"
#include "search/deadline.hpp"

namespace kb::search {

/// One page of documents and what is said of the whole result.
struct Collected {
    Xapian::MSet page;
    std::uint64_t total = 0;                ///< after collapsing
    bool complete = true;                   ///< the deadline left time for all of it
    std::vector<std::uint64_t> duplicates;  ///< for each document of the page
    std::vector<Facet> facets;
};

/// Runs a query. The page comes from a ranked pass that stops early; total and facets, where they
/// are not known from that, from an unscored pass over all matches. When the deadline passes, what
/// was found so far stands. Throws Error(invalid_argument) for an unknown facet.
Collected collect(const Xapian::Database& database, const Xapian::Query& query,
                  const SearchRequest& request, Deadline& deadline);

}  // namespace kb::search
