#pragma once

#include <optional>
#include <string_view>

#include "kb/document.hpp"
#include "pybind.hpp"

namespace kb::python {

/// An aware datetime in UTC, or None. Years that Python does not know (below 1, above 9999) are
/// clamped.
py::object to_datetime(const std::optional<Timestamp>& time);

/// The moment that a str ("2023-11-29", RFC 3339), date (its midnight in UTC) or datetime (naive:
/// UTC; fractions of a second dropped) names; nothing for None and the empty str. Throws
/// Error(invalid_argument) that begins with `name` otherwise.
std::optional<Timestamp> to_timestamp(py::handle value, std::string_view name);

}  // namespace kb::python
