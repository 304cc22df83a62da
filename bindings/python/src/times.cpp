#include "times.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

#include "kb/error.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59Z

py::object datetime_class(const char* name) {
    return py::module_::import("datetime").attr(name);
}

py::object utc() {
    return datetime_class("timezone").attr("utc");
}

py::object epoch() {
    return datetime_class("datetime")(1970, 1, 1, py::arg("tzinfo") = utc());
}

Timestamp from_datetime(py::handle value) {
    const py::object aware = value.attr("tzinfo").is_none()
                                 ? value.attr("replace")(py::arg("tzinfo") = utc())
                                 : py::reinterpret_borrow<py::object>(value);
    const py::object since = aware - epoch();  // whole days and seconds are floored
    return Timestamp(std::chrono::seconds(since.attr("days").cast<std::int64_t>() * seconds_a_day +
                                          since.attr("seconds").cast<std::int64_t>()));
}

Timestamp from_date(py::handle value) {
    const auto day = value.attr("toordinal")().cast<std::int64_t>();
    const auto first = datetime_class("date")(1970, 1, 1).attr("toordinal")().cast<std::int64_t>();
    return Timestamp(std::chrono::seconds((day - first) * seconds_a_day));
}

}  // namespace

py::object to_datetime(const std::optional<Timestamp>& time) {
    if (!time) return py::none();
    const std::int64_t seconds =
        std::clamp<std::int64_t>(time->time_since_epoch().count(), first_second, last_second);
    return epoch() + datetime_class("timedelta")(py::arg("seconds") = seconds);
}

std::optional<Timestamp> to_timestamp(py::handle value, std::string_view name) {
    if (value.is_none()) return std::nullopt;
    if (PyUnicode_Check(value.ptr())) {
        const std::string text = to_utf8(value, name);
        if (text.empty()) return std::nullopt;
        if (const auto time = parse_timestamp(text)) return time;
        throw Error(ErrorCode::invalid_argument,
                    std::string(name) + ": '" + text +
                        "' is not a date such as 2023-11-29 or 2023-11-29T14:05:00Z");
    }
    if (py::isinstance(value, datetime_class("datetime"))) return from_datetime(value);
    if (py::isinstance(value, datetime_class("date"))) return from_date(value);
    throw Error(ErrorCode::invalid_argument,
                std::string(name) + ": neither a str nor a date nor a datetime");
}

}  // namespace kb::python
