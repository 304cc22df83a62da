#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb::query {

/// Cuts a trailing "^number" off `text` and returns the number (which need not be a valid weight);
/// leaves `text` alone if it does not end so.
std::optional<std::string_view> take_weight(std::string_view& text) noexcept;

/// Cuts a trailing "~digits" off `text` and returns the digits, perhaps none; leaves `text` alone
/// if it does not end so.
std::optional<std::string_view> take_distance(std::string_view& text) noexcept;

inline constexpr double max_weight = 1000;

/// The weight, if it is more than 0 and at most max_weight.
std::optional<double> parse_weight(std::string_view number) noexcept;

/// The shortest text that parse_weight reads as this weight, without an exponent.
std::string weight_text(double weight);

/// The number, or `most` if it is larger. `digits` holds at least one digit and nothing else.
unsigned clamped_number(std::string_view digits, unsigned most) noexcept;

}  // namespace kb::query
