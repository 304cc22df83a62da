#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "kb/query.hpp"

namespace kb::query {

/// `after:`, `before:` or `date:`.
enum class DateUse : std::uint8_t { after, before, during };

/// Why a value is no range.
enum class RangeError : std::uint8_t {
    malformed,  ///< not written as a range
    empty,      ///< nothing can lie within
};

/// Reads the value of a date field: YYYY, YYYY-MM, YYYY-MM-DD, RFC 3339 (seconds and offset may be
/// absent: UTC), a number of hours, days, weeks, months or years before `now` (`12h 7d 2w 3m 1y`);
/// for DateUse::during also A..B, A.. and ..B. Ends are inclusive: `before:2023-11` ends where
/// December begins. `date:7d` means since then. Years 0001 to 9999.
std::variant<ast::DateRange, RangeError> parse_date_range(DateUse use, std::string_view text,
                                                          Timestamp now);

/// The canonical text, field included: days where every end falls on midnight, else RFC 3339.
std::string to_query_text(const ast::DateRange& range);

}  // namespace kb::query
