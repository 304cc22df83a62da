#pragma once

#include "index/xapian.hpp"
#include "kb/query.hpp"

namespace kb::search {

/// Unscored queries over exact values and ranges.
Xapian::Query filter_query(const ast::Filter& filter);
Xapian::Query date_query(const ast::DateRange& range);
Xapian::Query number_query(const ast::NumberRange& range);

/// Whether a node selects without scoring, and if so by which field (for grouping alternatives).
bool is_filter(const ast::Node& node);
std::string_view filter_name(const ast::Node& node);

/// The node's query; requires is_filter(node).
Xapian::Query restriction_query(const ast::Node& node);

}  // namespace kb::search
