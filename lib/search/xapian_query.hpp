#pragma once

#include "index/xapian.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// The plan as Xapian executes it, under Bm25Weight. Linear in the plan.
Xapian::Query to_xapian(const PlanNode& node);

/// Whether any document matches. Stops at the first.
bool finds_anything(const Xapian::Database& database, const PlanNode& node);

}  // namespace kb::search
