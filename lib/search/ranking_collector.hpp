#pragma once

#include "index/snapshot.hpp"
#include "kb/searcher.hpp"
#include "search/collector.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// What collect_with_xapian() finds, by way of the ranking file; documents that the file knows
/// nothing of are searched through Xapian and merged. Requires snapshot.ranking. Throws
/// rank::DamagedFile if the file is not as it was written: then Xapian has to do; and
/// Error(invalid_argument) for an unknown facet. When the deadline passes, what was found so far
/// stands.
Collected collect_with_ranking(index::Snapshot& snapshot, const PlanNode& plan,
                               const SearchRequest& request, Deadline& deadline);

}  // namespace kb::search
