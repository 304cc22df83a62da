#include "ingest/feed/date.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

namespace {

using kb::ingest::parse_feed_date;

std::string read(std::string_view text) {
    const auto time = parse_feed_date(text);
    return time ? kb::format_timestamp(*time) : "none";
}

struct Case {
    std::string_view text;
    std::string_view expected;
};

template <std::size_t N>
void check(const std::array<Case, N>& cases) {
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK_EQ(read(c.text), c.expected);
    }
}

TEST_CASE("dates of RFC 822 are read, weekdays right, wrong or foreign") {
    check(std::array{
        Case{"Mon, 27 Nov 2023 14:05:09 GMT", "2023-11-27T14:05:09Z"},
        Case{"Fri, 27 Nov 2023 14:05:09 GMT", "2023-11-27T14:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09 +0100", "2023-11-27T13:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09 -0530", "2023-11-27T19:35:09Z"},
        Case{"Mon, 27 Nov 2023 14:05 EST", "2023-11-27T19:05:00Z"},
        Case{"27 Nov 2023 14:05 PDT", "2023-11-27T21:05:00Z"},
        Case{"27 Nov 2023 14:05 CET", "2023-11-27T13:05:00Z"},
        Case{"27 Nov 2023 14:05 MESZ", "2023-11-27T12:05:00Z"},
        Case{"Mon,27 Nov 2023 14:05:09 UTC+2", "2023-11-27T12:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09 GMT-05:00", "2023-11-27T19:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09 Etc/GMT", "2023-11-27T14:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09 +0100 (CET)", "2023-11-27T13:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09 Nowhere", "2023-11-27T14:05:09Z"},
        Case{"Mon, 27 Nov 2023 14:05:09", "2023-11-27T14:05:09Z"},
        Case{"Mon, 27 Nov 2023", "2023-11-27T00:00:00Z"},
        Case{"27 November 2023", "2023-11-27T00:00:00Z"},
        Case{"Nov 27, 2023 02:05 PM", "2023-11-27T14:05:00Z"},
        Case{"Nov 27, 2023 12:05 a.m.", "2023-11-27T00:05:00Z"},
        Case{"thursday, 1ST january 2004 19:48:21 gmt", "2004-01-01T19:48:21Z"},
        Case{"Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21Z"},
        Case{"Thu, 01 Jan 98 19:48:21 GMT", "1998-01-01T19:48:21Z"},
        Case{"Thu, 01 Jan 104 19:48:21 GMT", "2004-01-01T19:48:21Z"},
        Case{"  Thu,  01 Jan 2004\n 24:00:00 GMT ", "2004-01-02T00:00:00Z"},
        Case{"Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"},
        Case{"27-Nov-2023 14:05:09", "2023-11-27T14:05:09Z"},
        Case{"27/Nov/2023:14:05:09 +0100", "2023-11-27T13:05:09Z"},
    });
}

TEST_CASE("dates of RFC 3339 and ISO 8601 are read, whole and in part") {
    check(std::array{
        Case{"2023-11-27T14:05:09Z", "2023-11-27T14:05:09Z"},
        Case{"2023-11-27t14:05:09.123456+01:00", "2023-11-27T13:05:09Z"},
        Case{"2023-11-27T14:05:09,5-0800", "2023-11-27T22:05:09Z"},
        Case{"2023-11-27T14:05Z", "2023-11-27T14:05:00Z"},
        Case{"2023-11-27T14:05:09", "2023-11-27T14:05:09Z"},
        Case{"2023-11-27 14:05:09", "2023-11-27T14:05:09Z"},
        Case{"2023-11-27 14:05:09 EDT", "2023-11-27T18:05:09Z"},
        Case{"2023-11-27 14:05:09 +0200", "2023-11-27T12:05:09Z"},
        Case{"2023-11-27T14:05:09+02", "2023-11-27T12:05:09Z"},
        Case{"20231127T140509Z", "2023-11-27T14:05:09Z"},
        Case{"20231127T1405", "2023-11-27T14:05:00Z"},
        Case{"20231127140509", "2023-11-27T14:05:09Z"},
        Case{"20231127", "2023-11-27T00:00:00Z"},
        Case{"2023-11-27", "2023-11-27T00:00:00Z"},
        Case{"2023-11", "2023-11-01T00:00:00Z"},
        Case{"2023", "2023-01-01T00:00:00Z"},
        Case{"2023-331", "2023-11-27T00:00:00Z"},
        Case{"2023331", "2023-11-27T00:00:00Z"},
        Case{"2024-366T10:00Z", "2024-12-31T10:00:00Z"},
        Case{"2023-W48-1", "2023-11-27T00:00:00Z"},
        Case{"2023W481", "2023-11-27T00:00:00Z"},
        Case{"2023-W48", "2023-11-27T00:00:00Z"},
        Case{"2020-W53-5T23:00:00Z", "2021-01-01T23:00:00Z"},
        Case{"2009-W01-1", "2008-12-29T00:00:00Z"},
        Case{"03-12-31", "2003-12-31T00:00:00Z"},
        Case{"031231", "2003-12-31T00:00:00Z"},
        Case{"2004-7-3T9:15-05:00", "2004-07-03T14:15:00Z"},
    });
}

TEST_CASE("dates in other usual orders are read") {
    check(std::array{
        Case{"Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"},
        Case{"Thu Jan  1 19:48:21 +0100 2004", "2004-01-01T18:48:21Z"},
        Case{"Thu Jan 01 19:48:21 EST 2004", "2004-01-02T00:48:21Z"},
        Case{"Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"},
        Case{"2023/11/27 14:05", "2023-11-27T14:05:00Z"},
        Case{"27.11.2023 14:05", "2023-11-27T14:05:00Z"},
        Case{"27.11.2023, 14:05 Uhr", "2023-11-27T14:05:00Z"},
        Case{"27/11/2023", "2023-11-27T00:00:00Z"},
        Case{"11/27/2023 2:05:09 PM", "2023-11-27T14:05:09Z"},
        Case{"3/4/2023 2:05:09 PM", "2023-03-04T14:05:09Z"},
        Case{"1701093909", "2023-11-27T14:05:09Z"},
        Case{"1701093909123", "2023-11-27T14:05:09Z"},
    });
}

TEST_CASE("every month is read, whole and abbreviated") {
    constexpr std::array<std::string_view, 12> months = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    for (std::size_t i = 0; i < months.size(); ++i) {
        const std::string expected =
            (i < 9 ? "2023-0" : "2023-") + std::to_string(i + 1) + "-04T00:00:00Z";
        for (const std::size_t length : {std::size_t{3}, std::size_t{4}, months[i].size()}) {
            const std::string date = "4 " + std::string(months[i].substr(0, length)) + " 2023";
            INFO(date);
            CHECK_EQ(read(date), expected);
        }
    }
}

TEST_CASE("months are read in the languages of feeds") {
    check(std::array{
        Case{"Mo, 27. März 2023 14:05 MEZ", "2023-03-27T13:05:00Z"},
        Case{"27. Dezember 2023", "2023-12-27T00:00:00Z"},
        Case{"mar., 28 févr. 2023 14:05:00 +0100", "2023-02-28T13:05:00Z"},
        Case{"1er août 2023 à 14h05", "2023-08-01T14:05:00Z"},
        Case{"14 juillet 2023", "2023-07-14T00:00:00Z"},
        Case{"14 juin 2023", "2023-06-14T00:00:00Z"},
        Case{"martes, 28 de noviembre de 2023", "2023-11-28T00:00:00Z"},
        Case{"1 enero 2023", "2023-01-01T00:00:00Z"},
        Case{"gio, 30 giu 2023", "2023-06-30T00:00:00Z"},
        Case{"2 de outubro de 2023", "2023-10-02T00:00:00Z"},
        Case{"ma 27 maart 2023", "2023-03-27T00:00:00Z"},
        Case{"27 ноября 2023 г., 14:05", "2023-11-27T14:05:00Z"},
        Case{"Пт, 03 май 2023 14:05:00 +0300", "2023-05-03T11:05:00Z"},
        Case{"27 października 2023", "2023-10-27T00:00:00Z"},
        Case{"27 września 2023", "2023-09-27T00:00:00Z"},
        Case{"3. července 2023", "2023-07-03T00:00:00Z"},
        Case{"3. června 2023", "2023-06-03T00:00:00Z"},
        Case{"2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"},
        Case{"2023. november 27.", "2023-11-27T00:00:00Z"},
        Case{"Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"},
        Case{"Πέμ, 01 Μάι 2004 12:00:00 GMT", "2004-05-01T12:00:00Z"},
        Case{"27 Kasım 2023", "2023-11-27T00:00:00Z"},
        Case{"27. marraskuuta 2023", "2023-11-27T00:00:00Z"},
        Case{"2023年11月27日", "2023-11-27T00:00:00Z"},
        Case{"2023年11月27日 下午2:05", "2023-11-27T14:05:00Z"},
        Case{"2023年11月27日星期一 14時05分09秒", "2023-11-27T14:05:09Z"},
        Case{"2023년 11월 27일 오후 2:05", "2023-11-27T05:05:00Z"},
        Case{"2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z"},
        Case{"2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"},
    });
}

TEST_CASE("what is no date, or an ambiguous one, is no date") {
    check(std::array{
        Case{"", "none"},
        Case{"soon", "none"},
        Case{"yesterday", "none"},
        Case{"03/04/2023", "none"},
        Case{"2023-13-01", "none"},
        Case{"2023-02-30", "none"},
        Case{"31 Nov 2023 10:00:00 GMT", "none"},
        Case{"27 Nov 2023 25:61:61 GMT", "none"},
        Case{"Nov 27", "none"},
        Case{"0000-00-00T00:00:00Z", "none"},
        Case{"2023-W54-1", "none"},
        Case{"2023-366", "none"},
        Case{"99999999999999999999999999", "none"},
        Case{"12", "none"},
        Case{"-", "none"},
        Case{"T", "none"},
        Case{":::::", "none"},
    });
    CHECK_EQ(read("27 Nov 2023" + std::string(1000, ' ') + "x" + std::string(1000, 'x')), "none");
}

TEST_CASE("no text at all makes reading a date fail") {
    constexpr std::array<std::string_view, 24> pieces = {
        "2023", "11", "-", ":", "T", "Z",  "+",    " ",    "Nov",         "W",   "27", "年",
        "月",   "日", ".", ",", "/", "pm", "\xff", "\xe5", "99999999999", "EST", "00", "h"};
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (auto n = random() % 10; n > 0; --n)
            text += pieces[random() % pieces.size()];
        static_cast<void>(parse_feed_date(text));
    }
}

}  // namespace
