#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kb/document.hpp"

namespace kb::ingest {

/// How long ago something was, as feed readers write it.
struct Age {
    std::int64_t months = 0;   ///< years and months, by the calendar
    std::int64_t seconds = 0;  ///< weeks and shorter units
    bool too_large = false;    ///< a number no calendar can hold

    bool operator==(const Age&) const = default;
};

/// Reads a line that is an age and nothing else: one or more numbers with units, separated by
/// commas, and "ago" ("1 day, 18 hours ago"); "an hour ago"; "yesterday"; "just now". Spaces of any
/// kind and around it, letters of either case.
std::optional<Age> parse_age(std::string_view line);

/// As parse_age, but only what begins with a number: such a line is never a title.
bool is_numeric_age(std::string_view line);

/// The moment of that age, seen from `as_of`; the day of the month is moved to the last one of a
/// shorter month. Nothing if it lies before the year 1.
std::optional<Timestamp> before(Timestamp as_of, const Age& age);

}  // namespace kb::ingest
