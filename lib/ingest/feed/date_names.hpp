#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kb::ingest {

/// The month, 1 to 12, of a folded word (lower case, without diacritics) that is a month's name in
/// full, abbreviated to three letters or more, or inflected, in one of the languages of the table.
/// Nothing for other words; the names of some weekdays begin like a month's and are taken for it.
std::optional<unsigned> month_of_name(std::string_view word) noexcept;

/// The offset from UTC, in minutes, of a folded time zone name. Nothing if it is unknown.
std::optional<int> zone_of_name(std::string_view word) noexcept;

/// Which half of the day a folded word says: false a.m., true p.m.; nothing if it is neither.
std::optional<bool> half_of_day(std::string_view word) noexcept;

}  // namespace kb::ingest
