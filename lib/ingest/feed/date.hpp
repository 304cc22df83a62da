#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kb/document.hpp"

namespace kb::ingest {

/// Reads a date as feeds write it, in UTF-8: RFC 822 and 5322 (weekdays are ignored, right or
/// wrong; years of two or three digits as RFC 5322 reads them), RFC 3339, ISO 8601 (basic and
/// extended, partial, week and ordinal dates), asctime, "2023/11/27", "27.11.2023", Unix time, and
/// dates with the month's name in many languages, its Chinese, Japanese or Korean sign, or a.m. and
/// p.m. A missing time is midnight, a missing month or day the first, a missing zone UTC; named
/// zones of North America, Europe and the larger ones elsewhere are known. Fractions are dropped.
/// Nothing if it is no date, or one that may as well be another ("03/04/2023"). Linear, of bounded
/// length; thread-safe.
std::optional<Timestamp> parse_feed_date(std::string_view text);

}  // namespace kb::ingest
