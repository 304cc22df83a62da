#pragma once

#include "index/snapshot.hpp"
#include "index/xapian.hpp"
#include "search/deadline.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// The plan as Xapian executes it, under Bm25Weight; when the deadline passes, no more documents
/// match. Linear in the plan. The query borrows the deadline.
Xapian::Query to_xapian(const PlanNode& node, Deadline& deadline);
/// The same without an end.
Xapian::Query to_xapian(const PlanNode& node);

/// Whether any document matches. Stops at the first.
bool finds_anything(index::Snapshot& snapshot, const PlanNode& node);

}  // namespace kb::search
