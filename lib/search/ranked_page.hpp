#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/snapshot.hpp"
#include "kb/query.hpp"
#include "kb/searcher.hpp"
#include "search/deadline.hpp"
#include "search/plan_tree.hpp"
#include "search/second_pass.hpp"

namespace kb::search {

/// One page of documents in their final order, and what is said of the whole result.
struct RankedPage {
    std::vector<RankedDocument> documents;
    std::uint64_t total = 0;  ///< after collapsing
    bool complete = true;     ///< the deadline left time for all of it
    std::vector<Facet> facets;
};

/// The term of documents whose title equals what the query asks for, if it is nothing but words
/// (and filters) and such documents exist; else empty.
std::string title_term(const ast::Node& root, index::Snapshot& snapshot);

/// The first `limit` documents by their words alone, in groups of near-duplicates as the request
/// wants.
std::vector<RankedDocument> best_by_words(index::Snapshot& snapshot, const PlanNode& plan,
                                          const SearchRequest& request, std::uint64_t limit,
                                          Deadline& deadline);

/// Runs a plan and orders its best documents as the profile wants. The window that is looked at
/// again depends on neither offset nor limit, so that pages fit together. Throws
/// Error(invalid_argument) for an unknown facet.
RankedPage rank_page(index::Snapshot& snapshot, const PlanNode& plan, const std::string& title_term,
                     const SearchRequest& request, Timestamp now, Deadline& deadline);

}  // namespace kb::search
