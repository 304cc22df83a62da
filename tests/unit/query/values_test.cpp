// Dates and numbers.
#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <optional>
#include <string_view>
#include <variant>

#include "query/dates.hpp"
#include "query/numbers.hpp"

using kb::Timestamp;
using kb::ast::DateRange;
using kb::ast::NumberField;
using kb::ast::NumberRange;
using kb::query::DateUse;
using kb::query::parse_date_range;
using kb::query::parse_number_range;
using kb::query::RangeError;

namespace {

Timestamp at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0) {
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                 static_cast<int>(day)} +
           std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

const Timestamp now = at(2024, 3, 31, 10, 20, 30);

std::optional<DateRange> date(DateUse use, std::string_view text, Timestamp when = now) {
    const auto result = parse_date_range(use, text, when);
    const auto* range = std::get_if<DateRange>(&result);
    return range ? std::optional(*range) : std::nullopt;
}

std::optional<NumberRange> number(std::string_view text) {
    const auto result = parse_number_range(NumberField::points, text);
    const auto* range = std::get_if<NumberRange>(&result);
    return range ? std::optional(*range) : std::nullopt;
}

}  // namespace

TEST_CASE("a partial date spans its year, month, day, minute or second") {
    CHECK(date(DateUse::during, "2023") == DateRange{at(2023, 1, 1), at(2024, 1, 1)});
    CHECK(date(DateUse::during, "2023-12") == DateRange{at(2023, 12, 1), at(2024, 1, 1)});
    CHECK(date(DateUse::during, "2024-02-29") == DateRange{at(2024, 2, 29), at(2024, 3, 1)});
    CHECK(date(DateUse::during, "2023-11-27T14:05") ==
          DateRange{at(2023, 11, 27, 14, 5), at(2023, 11, 27, 14, 6)});
    CHECK(date(DateUse::during, "2023-11-27t14:05:06.789z") ==
          DateRange{at(2023, 11, 27, 14, 5, 6), at(2023, 11, 27, 14, 5, 7)});
}

TEST_CASE("after begins where the date begins, before ends where it ends") {
    CHECK(date(DateUse::after, "2023-11") == DateRange{at(2023, 11, 1), std::nullopt});
    CHECK(date(DateUse::before, "2023-11") == DateRange{std::nullopt, at(2023, 12, 1)});
    CHECK(date(DateUse::during, "2023-11..") == date(DateUse::after, "2023-11"));
    CHECK(date(DateUse::during, "..2023-11") == date(DateUse::before, "2023-11"));
    CHECK(date(DateUse::during, "2023..2023-02") == DateRange{at(2023, 1, 1), at(2023, 3, 1)});
}

TEST_CASE("offsets are taken off") {
    CHECK(date(DateUse::after, "2023-11-27T00:30:00+01:30")->from == at(2023, 11, 26, 23));
    CHECK(date(DateUse::after, "2023-11-27T23:30:00-01:00")->from == at(2023, 11, 28, 0, 30));
}

TEST_CASE("ages count back from now, months and years by the calendar") {
    CHECK(date(DateUse::after, "12h")->from == at(2024, 3, 30, 22, 20, 30));
    CHECK(date(DateUse::after, "7d")->from == at(2024, 3, 24, 10, 20, 30));
    CHECK(date(DateUse::after, "2w")->from == at(2024, 3, 17, 10, 20, 30));
    CHECK(date(DateUse::after, "1m")->from == at(2024, 2, 29, 10, 20, 30));
    CHECK(date(DateUse::after, "13m")->from == at(2023, 2, 28, 10, 20, 30));
    CHECK(date(DateUse::after, "3m")->from == at(2023, 12, 31, 10, 20, 30));
    CHECK(date(DateUse::after, "1y", at(2024, 2, 29))->from == at(2023, 2, 28));
    CHECK(date(DateUse::after, "0d")->from == now);
    CHECK(date(DateUse::before, "7d")->to == at(2024, 3, 24, 10, 20, 31));
    CHECK(date(DateUse::during, "7d") == date(DateUse::after, "7d"));
    CHECK(date(DateUse::during, "2w..7d") ==
          DateRange{at(2024, 3, 17, 10, 20, 30), at(2024, 3, 24, 10, 20, 31)});
}

TEST_CASE("what is no date is malformed") {
    for (const std::string_view text : {"",
                                        ".",
                                        "..",
                                        "...",
                                        "2",
                                        "202",
                                        "20233",
                                        "2023-",
                                        "2023-1",
                                        "2023-00",
                                        "2023-13",
                                        "2023-11-",
                                        "2023-11-1",
                                        "2023-11-31",
                                        "2023-02-29",
                                        "2023/11/01",
                                        "0000",
                                        "-2023",
                                        "2023-11-27T",
                                        "2023-11-27T14",
                                        "2023-11-27T24:00",
                                        "2023-11-27T14:60",
                                        "2023-11-27T14:05:61",
                                        "2023-11-27T14:05:00.",
                                        "2023-11-27T14:05:00+1",
                                        "2023-11-27T14:05:00+24:00",
                                        "2023-11-27T14:05:00ZZ",
                                        "7",
                                        "d",
                                        "7x",
                                        "-7d",
                                        "7.5d",
                                        "7dd",
                                        "2023..x",
                                        "x..2023",
                                        "2023..2024..2025",
                                        "today",
                                        "99999999999999999999d",
                                        "100000y",
                                        "0001-01-01T00:00:00+01:00",
                                        "9999-12-31T23:59:59-01:00"}) {
        CAPTURE(text);
        CHECK(parse_date_range(DateUse::during, text, now) ==
              std::variant<DateRange, RangeError>{RangeError::malformed});
    }
}

TEST_CASE("the first and the last day there are can be named") {
    CHECK(date(DateUse::after, "0001")->from == at(1, 1, 1));
    CHECK(date(DateUse::before, "9999")->to == at(10000, 1, 1));
    CHECK(kb::query::to_query_text(*date(DateUse::during, "0001..9999")) ==
          "date:0001-01-01..9999-12-31");
}

TEST_CASE("any now is survived") {
    for (const auto seconds : {std::numeric_limits<std::int64_t>::min(), std::int64_t{0},
                               std::numeric_limits<std::int64_t>::max()}) {
        for (const std::string_view text : {"1h", "1m", "100000000d", "100000000w", "100000000y"}) {
            const auto range =
                date(DateUse::during, text, Timestamp{std::chrono::seconds{seconds}});
            if (range) CHECK(range->from >= at(1, 1, 1));
        }
    }
}

TEST_CASE("a range that holds nothing is empty") {
    CHECK(parse_date_range(DateUse::during, "2024..2023", now) ==
          std::variant<DateRange, RangeError>{RangeError::empty});
    CHECK(parse_date_range(DateUse::during, "7d..2w", now) ==
          std::variant<DateRange, RangeError>{RangeError::empty});
}

TEST_CASE("numbers, comparisons and ranges include their ends") {
    const auto points = [](std::optional<std::uint64_t> min, std::optional<std::uint64_t> max) {
        return NumberRange{NumberField::points, min, max};
    };
    CHECK(number("7") == points(7, 7));
    CHECK(number("=7") == points(7, 7));
    CHECK(number(">7") == points(8, {}));
    CHECK(number(">=7") == points(7, {}));
    CHECK(number("<7") == points({}, 6));
    CHECK(number("<=7") == points({}, 7));
    CHECK(number("7..9") == points(7, 9));
    CHECK(number("7..") == points(7, {}));
    CHECK(number("..9") == points({}, 9));
    CHECK(number("007") == points(7, 7));
    CHECK(number("18446744073709551615")->max == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("what is no number is malformed, what can be no number is empty") {
    using Result = std::variant<NumberRange, RangeError>;
    for (const std::string_view text :
         {"",      "..",   "x",     "-1",      "+1",    "1.5", "1e3",
          "1,000", ">",    ">=",    "<>5",     "=>5",   "5>",  "18446744073709551616",
          "1..x",  "x..1", "1...2", "1..2..3", "=1..2", "> 5"}) {
        CAPTURE(text);
        CHECK(parse_number_range(NumberField::points, text) == Result{RangeError::malformed});
    }
    for (const std::string_view text : {"2..1", "<0", ">18446744073709551615"}) {
        CAPTURE(text);
        CHECK(parse_number_range(NumberField::points, text) == Result{RangeError::empty});
    }
}
