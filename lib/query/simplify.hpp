#pragma once

#include "kb/query.hpp"

namespace kb::query {

/// One shape for trees that mean the same; `node` is a Group of weight 1:
/// - a group of one optional clause is that clause;
/// - beside other clauses, `kind:(readme OR article)` is `kind:readme kind:article`, and
///   `tag:(a AND NOT b)` is `+tag:a -tag:b`.
ast::Node simplified(ast::Node node);

/// The node in parentheses that carry a weight.
ast::Node weighted(ast::Node node, double weight, Span span);

}  // namespace kb::query
