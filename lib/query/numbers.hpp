#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "kb/query.hpp"
#include "query/dates.hpp"

namespace kb::query {

/// Reads the value of a number field: 100, =100, >100, >=100, <100, <=100, 10..50, 10.., ..50.
std::variant<ast::NumberRange, RangeError> parse_number_range(ast::NumberField field,
                                                              std::string_view text);

/// The canonical text, field included.
std::string to_query_text(const ast::NumberRange& range);

}  // namespace kb::query
