#pragma once

#include <cstddef>
#include <string_view>

namespace kb {

/// The start of the user-perceived character that the byte at `at` belongs to (`at` itself at the
/// end of the text): where text may be cut. Looks back over combining marks, joiners, conjoining
/// Hangul and flags by the properties of UAX #29, at most 64 characters. Thread-safe.
std::size_t grapheme_start(std::string_view text, std::size_t at);

}  // namespace kb
