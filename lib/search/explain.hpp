#pragma once

#include "index/xapian.hpp"
#include "kb/ranking.hpp"
#include "kb/results.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// How `score`, by which `plan` ranked a document, came about: the words of the query that the
/// document holds, joined as the query joins them, each with what the formula makes of it. The
/// root's value is `score` itself: an executor may have added the same parts up in another order,
/// which shifts the last bits. Linear in the plan; meant for a page of hits, not for ranking.
Explanation explain(const Xapian::Database& database, const PlanNode& plan,
                    const Bm25Parameters& parameters, Xapian::docid document, double score);

}  // namespace kb::search
