#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "index/snapshot.hpp"
#include "rank/expression.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// A plan bound to the ranking file of a snapshot, with what it points to. Valid as long as the
/// snapshot is, and until the ranking file's terms are forgotten.
struct BoundPlan {
    rank::Expression root;
    std::deque<std::vector<std::uint32_t>> lists;
};

/// Binds a plan to the documents of the ranking file. Linear in the plan; identities, which the
/// file does not hold, are asked of Xapian here. Requires snapshot.ranking. Throws
/// rank::DamagedFile.
BoundPlan bind_plan(const PlanNode& root, index::Snapshot& snapshot);

}  // namespace kb::search
