#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "query/diagnostics.hpp"
#include "query/token.hpp"

namespace kb::query {

inline constexpr std::size_t max_operands = 4096;
inline constexpr std::size_t max_nesting = 64;

/// Tokens that follow the grammar.
struct Repaired {
    std::vector<Token> tokens;
    std::size_t operands = 0;  ///< words and quotations among them
};

/// Makes any tokens follow the grammar:
///
///     list    = clause { clause }
///     clause  = all { OR all }
///     all     = operand { AND operand }
///     operand = [ NOT | plus | minus ] [ field ] ( word | quoted | open list close )
///
/// Parentheses that match nothing, hold nothing or nest too deeply are taken out; operators
/// without an operand become words; what follows the last operand allowed is cut off. Each repair
/// is diagnosed, but for empty parentheses. Linear.
Repaired repair(std::vector<Token> tokens, std::string_view text, Diagnostics& diagnostics);

}  // namespace kb::query
