#pragma once

#include "index/snapshot.hpp"
#include "kb/searcher.hpp"
#include "search/deadline.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// The plan with the words that its best documents share, weighted by how much: RM3. Where the plan
/// requires words, those added only change the order; else they find documents of their own.
/// Runs the plan once; linear in the words of its best documents.
PlanNode with_feedback(PlanNode plan, const SearchRequest& request, index::Snapshot& snapshot,
                       Deadline& deadline);

}  // namespace kb::search
