#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "query/diagnostics.hpp"
#include "query/token.hpp"

namespace kb::query {

/// All operands that are taken, with all that may stand around them.
inline constexpr std::size_t max_tokens = 32768;

/// Cuts a query into tokens. White space and lone punctuation yield none; neither do an unclosed
/// quote and a field without a value (which is taken as a word), both of which are diagnosed. A
/// `field` token always stands directly before a word, a quotation or '(', a `plus` or `minus`
/// before an operand. Stops with a diagnostic after max_tokens. Linear in the text.
std::vector<Token> tokenize(std::string_view text, Diagnostics& diagnostics);

}  // namespace kb::query
