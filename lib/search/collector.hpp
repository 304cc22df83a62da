#pragma once

#include <cstdint>
#include <vector>

#include "index/snapshot.hpp"
#include "kb/results.hpp"
#include "kb/searcher.hpp"
#include "search/deadline.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// A document that was found, and its score.
struct FoundDocument {
    Xapian::docid docid = 0;
    double score = 0;
};

/// One page of documents and what is said of the whole result.
struct Collected {
    std::vector<FoundDocument> page;        ///< best first
    std::uint64_t total = 0;                ///< after collapsing
    bool complete = true;                   ///< the deadline left time for all of it
    std::vector<std::uint64_t> duplicates;  ///< for each document of the page
    std::vector<Facet> facets;
};

/// Runs a plan: by way of the ranking file where there is one that holds, else by Xapian alone.
/// Both find the same. A ranking file that turns out to be damaged is not used again; the snapshot
/// says so. When the deadline passes, what was found so far stands. Throws Error(invalid_argument)
/// for an unknown facet.
Collected collect(index::Snapshot& snapshot, const PlanNode& plan, const SearchRequest& request,
                  Deadline& deadline);

}  // namespace kb::search
