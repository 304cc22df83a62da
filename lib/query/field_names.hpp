#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kb/query.hpp"
#include "query/dates.hpp"

namespace kb::query {

/// What stands before a colon.
using QueryField = std::variant<ast::Field, ast::FilterField, ast::NumberField, DateUse>;

/// The field of that name (ASCII letters of either case), or nothing: those of the table of fields
/// that can be searched, `after` and `before`.
std::optional<QueryField> find_query_field(std::string_view name);

/// The names, as a message lists them.
std::string query_field_list();

/// The name before the colon; empty for Field::any.
std::string_view field_name(ast::Field field) noexcept;
std::string_view field_name(ast::FilterField field) noexcept;
std::string_view field_name(ast::NumberField field) noexcept;

/// The kinds of document, as a message lists them.
std::string kind_list();

}  // namespace kb::query
