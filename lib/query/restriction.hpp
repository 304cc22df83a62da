#pragma once

#include "kb/query.hpp"

namespace kb::query {

/// Whether a node selects without scoring: a filter, a range, or an And, Or or Group of nothing but
/// such. As a clause with Occur::should it restricts the group that it stands in.
bool is_restriction(const ast::Node& node);

}  // namespace kb::query
