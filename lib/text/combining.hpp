#pragma once

#include <string>
#include <string_view>

namespace kb {

/// Combining marks on one letter: the limit of the Stream-Safe Text Format (UAX #15).
inline constexpr int max_marks = 30;

/// Appends valid UTF-8 `text` to `out`, leaving out what follows max_marks in a row: sorting the
/// marks of one letter takes quadratic time, and no language comes near. Linear.
void append_with_few_marks(std::string_view text, std::string& out);

/// The text with each malformed sequence replaced by U+FFFD.
std::string repair_utf8(std::string_view text);

}  // namespace kb
