#pragma once

#include <cstdint>

#include "kb/query.hpp"
#include "query/field_names.hpp"

namespace kb::query {

enum class TokenType : std::uint8_t {
    open,     ///< '('
    close,    ///< ')'
    plus,     ///< '+' directly before an operand
    minus,    ///< '-' directly before an operand
    op_and,   ///< AND
    op_or,    ///< OR
    op_not,   ///< NOT
    field,    ///< "name:", directly before a word, a quotation or '('
    word,     ///< a run of characters without white space, quotes or parentheses
    quoted,   ///< "…"
    dropped,  ///< taken out again; never leaves the stage that did so
};

/// A piece of the query text.
struct Token {
    TokenType type = TokenType::word;
    Span span = {};     ///< all of it but the suffix
    Span content = {};  ///< quoted: what stands between the quotes; else as span
    Span suffix = {};   ///< of quotations and closing parentheses: "~5^2"; empty if none
    QueryField field = ast::Field::any;  ///< field: which
    bool escaped = false;                ///< quoted: \" and \\ stand for " and \ (filter values)
};

}  // namespace kb::query
