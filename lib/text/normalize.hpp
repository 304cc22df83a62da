#pragma once

#include <string>
#include <string_view>

#include "kb/document.hpp"

namespace kb {

/// Running text as documents hold it: valid UTF-8 (malformed sequences become U+FFFD) in NFC, line
/// ends as '\n', tabs kept; other control characters, noncharacters, bidirectional overrides and
/// isolates, byte order marks and soft hyphens removed. Of more than 30 combining marks in a row,
/// the rest is dropped (as in the Stream-Safe Text Format of UAX #15). Idempotent; linear; clean
/// ASCII costs one pass.
std::string clean_text(std::string_view text);

/// As clean_text, for text of one line: each run of white space (no-break spaces and line ends
/// included) becomes one space, and the ends are trimmed. Idempotent.
std::string clean_line(std::string_view text);

/// As clean_line; of a link, without its credentials: names and ids are no place for a password.
/// Idempotent.
std::string clean_name(std::string_view text);

/// What normalize() does, but for the limits on the size of fields (see field_limits.hpp).
void normalize_fields(Document& document);

}  // namespace kb
