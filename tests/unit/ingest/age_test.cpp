#include "ingest/age.hpp"

#include <doctest/doctest.h>

#include <string>

using kb::format_timestamp;
using kb::parse_timestamp;
using kb::ingest::Age;
using kb::ingest::before;
using kb::ingest::parse_age;

namespace {

/// The moment that `age` means on 2024-03-31 at noon; empty if it is no age, "-" if it has no date.
std::string moment(std::string_view age, std::string_view as_of = "2024-03-31T12:00:00Z") {
    const auto parsed = parse_age(age);
    if (!parsed) return "";
    const auto time = before(parse_timestamp(as_of).value(), *parsed);
    return time ? format_timestamp(*time) : "-";
}

}  // namespace

TEST_CASE("ages of every unit are read") {
    CHECK(moment("30 seconds ago") == "2024-03-31T11:59:30Z");
    CHECK(moment("1 minute ago") == "2024-03-31T11:59:00Z");
    CHECK(moment("3 hours ago") == "2024-03-31T09:00:00Z");
    CHECK(moment("2 days ago") == "2024-03-29T12:00:00Z");
    CHECK(moment("1 week ago") == "2024-03-24T12:00:00Z");
    CHECK(moment("5 min ago") == "2024-03-31T11:55:00Z");
    CHECK(moment("2 hrs ago") == "2024-03-31T10:00:00Z");
}

TEST_CASE("parts of an age add up") {
    CHECK(moment("1 day, 18 hours ago") == "2024-03-29T18:00:00Z");
    CHECK(moment("1 week, 2 days, 3 hours ago") == "2024-03-22T09:00:00Z");
    CHECK(moment("1 year, 1 month ago") == "2023-02-28T12:00:00Z");
}

TEST_CASE("months and years follow the calendar") {
    CHECK(moment("1 month ago") == "2024-02-29T12:00:00Z");
    CHECK(moment("2 months ago") == "2024-01-31T12:00:00Z");
    CHECK(moment("4 months ago") == "2023-11-30T12:00:00Z");
    CHECK(moment("1 year ago", "2024-02-29") == "2023-02-28T00:00:00Z");
    CHECK(moment("13 months ago", "2024-01-15") == "2022-12-15T00:00:00Z");
}

TEST_CASE("an age may be written in words") {
    CHECK(moment("a day ago") == "2024-03-30T12:00:00Z");
    CHECK(moment("an hour ago") == "2024-03-31T11:00:00Z");
    CHECK(moment("Yesterday") == "2024-03-30T12:00:00Z");
    CHECK(moment("just now") == "2024-03-31T12:00:00Z");
    CHECK(moment("0 minutes ago") == "2024-03-31T12:00:00Z");
}

TEST_CASE("spaces of any kind and around an age do not matter, nor does case") {
    CHECK(moment("1\u00a0day, 18\u00a0hours ago") == "2024-03-29T18:00:00Z");
    CHECK(moment("  \t2 days ago \u00a0") == "2024-03-29T12:00:00Z");
    CHECK(moment("1 day,18 hours ago") == "2024-03-29T18:00:00Z");
    CHECK(moment("1 day , 18 hours ago\r") == "2024-03-29T18:00:00Z");
    CHECK(moment("2\u202fDAYS  Ago") == "2024-03-29T12:00:00Z");
}

TEST_CASE("a line that says more or less than an age is none") {
    for (const std::string_view line : {"",
                                        " ",
                                        "ago",
                                        " ago",
                                        "2 ago",
                                        "days ago",
                                        "2 days",
                                        "2 days ago.",
                                        "in 2 days",
                                        "posted 2 days ago",
                                        "2 days ago by me",
                                        "-3 days ago",
                                        "1.5 days ago",
                                        "two days ago",
                                        "2days ago",
                                        "2 day s ago",
                                        "2 days 3 hours ago",
                                        "2 days, ago",
                                        ", 2 days ago",
                                        "1 lightyear ago",
                                        "now",
                                        "2 dogs ago",
                                        "long ago",
                                        "a while ago",
                                        "2 s ago",
                                        "2 days, 3 hours, ago",
                                        "２ days ago"}) {
        CAPTURE(line);
        CHECK_FALSE(parse_age(line));
    }
    CHECK_FALSE(parse_age(std::string(100000, '1') + " days ago"));
}

TEST_CASE("ages beyond the calendar have no date") {
    CHECK(moment("99999999999999999999 years ago") == "-");
    CHECK(moment("1 day, 18446744073709551616 hours ago") == "-");
    CHECK(moment("2023 years ago") == "0001-03-31T12:00:00Z");
    CHECK(moment("2024 years ago") == "-");
    CHECK(moment("9999999999 weeks, 9999999999 weeks ago") == "-");
    CHECK(moment("2023 years, 3 months ago") == "-");
}

TEST_CASE("only ages in figures are told apart from titles") {
    CHECK(kb::ingest::is_numeric_age("2 days ago"));
    CHECK_FALSE(kb::ingest::is_numeric_age("Yesterday"));
    CHECK_FALSE(kb::ingest::is_numeric_age("2 days after"));
}
