#include <doctest/doctest.h>

#include <random>

#include "kb/document.hpp"

using kb::format_timestamp;
using kb::parse_timestamp;
using kb::Timestamp;

namespace {

/// What a date text means, in canonical form; empty if it is none.
std::string read(std::string_view text) {
    const auto time = parse_timestamp(text);
    return time ? format_timestamp(*time) : "";
}

}  // namespace

TEST_CASE("a time is written in UTC with a Z") {
    CHECK(format_timestamp(Timestamp{}) == "1970-01-01T00:00:00Z");
    CHECK(format_timestamp(Timestamp{std::chrono::seconds{1701093900}}) == "2023-11-27T14:05:00Z");
    CHECK(format_timestamp(Timestamp{std::chrono::seconds{-1}}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("times outside the years 0000 to 9999 are clamped") {
    CHECK(format_timestamp(Timestamp::min()) == "0000-01-01T00:00:00Z");
    CHECK(format_timestamp(Timestamp::max()) == "9999-12-31T23:59:59Z");
}

TEST_CASE("RFC 3339 is read with any offset") {
    CHECK(read("2023-11-27T14:05:00Z") == "2023-11-27T14:05:00Z");
    CHECK(read("2023-11-27t14:05:00z") == "2023-11-27T14:05:00Z");
    CHECK(read("2023-11-27 14:05:00Z") == "2023-11-27T14:05:00Z");
    CHECK(read("2023-11-27T14:05:00+05:30") == "2023-11-27T08:35:00Z");
    CHECK(read("2023-12-31T23:30:00-01:00") == "2024-01-01T00:30:00Z");
    CHECK(read("2023-11-27T14:05:00+0100") == "2023-11-27T13:05:00Z");
    CHECK(read("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
}

TEST_CASE("fractions of a second are dropped") {
    CHECK(read("2023-11-27T14:05:00.999999999999Z") == "2023-11-27T14:05:00Z");
    CHECK(read("2023-11-27T14:05:00.Z") == "");
}

TEST_CASE("a plain date is midnight UTC") {
    CHECK(read("2023-11-27") == "2023-11-27T00:00:00Z");
    CHECK(read("2024-02-29") == "2024-02-29T00:00:00Z");
}

TEST_CASE("what is no real date is nothing") {
    for (const std::string_view text : {"",
                                        "yesterday",
                                        "2023",
                                        "2023-11",
                                        "2023-11-",
                                        "2023-1-1",
                                        "2023-02-29",
                                        "2023-13-01",
                                        "2023-00-10",
                                        "2023-04-31",
                                        "2023-11-27T",
                                        "2023-11-27T14:05",
                                        "2023-11-27T14:05:00",
                                        "2023-11-27T24:00:00Z",
                                        "2023-11-27T14:60:00Z",
                                        "2023-11-27T14:05:61Z",
                                        "2023-11-27T14:05:00+24:00",
                                        "2023-11-27T14:05:00+01:60",
                                        "2023-11-27T14:05:00Z ",
                                        " 2023-11-27",
                                        "2023-11-27x",
                                        "-023-11-27",
                                        "2023-11-27T14:05:00+1",
                                        "２０２３-11-27",
                                        "0000-01-01T00:00:00+01:00",
                                        "9999-12-31T23:59:59-01:00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_timestamp(text));
    }
}

TEST_CASE("every second of the years 0000 to 9999 survives writing and reading") {
    const std::uint64_t seed = 20231129;
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const auto first = parse_timestamp("0000-01-01").value().time_since_epoch().count();
    const auto last = parse_timestamp("9999-12-31T23:59:59Z").value().time_since_epoch().count();
    std::uniform_int_distribution<std::int64_t> any(first, last);
    for (int i = 0; i < 20000; ++i) {
        const Timestamp time{std::chrono::seconds{any(random)}};
        REQUIRE(parse_timestamp(format_timestamp(time)) == time);
    }
}
