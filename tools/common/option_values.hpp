#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/usage_error.hpp"
#include "kb/document.hpp"

namespace kb::tools {

/// A whole number from 0 to `max`. Throws UsageError that names the option.
std::uint64_t parse_count(std::string_view option, std::string_view value, std::uint64_t max);

/// A date, `2023-11-29` or RFC 3339. Throws UsageError.
Timestamp parse_date(std::string_view option, std::string_view value);

/// The primary tag of a BCP-47 language ("en-GB": "en"). Throws UsageError.
std::string parse_language(std::string_view option, std::string_view value);

/// The comma-separated values, each one of `known`. Throws UsageError.
std::vector<std::string> parse_list(std::string_view option, std::string_view value,
                                    std::span<const std::string_view> known);

/// The error of a value that is none of those known.
UsageError unknown_value(std::string_view option, std::string_view value,
                         std::span<const std::string_view> known);

/// The position of the value among those known. Throws UsageError.
std::size_t parse_choice(std::string_view option, std::string_view value,
                         std::span<const std::string_view> known);

}  // namespace kb::tools
