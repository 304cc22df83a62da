#pragma once

#include <string_view>

#include "kb/query.hpp"
#include "search/plan_tree.hpp"

namespace kb::search {

/// Exact values and ranges.
PlanNode plan_filter(const ast::Filter& filter);
PlanNode plan_dates(const ast::DateRange& range);
PlanNode plan_numbers(const ast::NumberRange& range);

/// Whether a node selects without scoring, and if so by which field (for grouping alternatives).
bool is_filter(const ast::Node& node);
std::string_view filter_name(const ast::Node& node);

/// The plan of such a node; requires is_filter(node).
PlanNode plan_restriction(const ast::Node& node);

}  // namespace kb::search
