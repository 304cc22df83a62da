#include "query/dates.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace kb::query {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr Timestamp first_moment = sys_days{std::chrono::year{1} / 1 / 1};
constexpr Timestamp end_of_time = sys_days{std::chrono::year{10000} / 1 / 1};

// What a date covers: the moments [begin, end).
struct Interval {
    Timestamp begin;
    Timestamp end;
};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Takes exactly `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count || !std::all_of(text.begin(), text.begin() + count, is_digit)) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, count))
        value = value * 10 + (c - '0');
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

// The offset from UTC that ends a time: nothing, "Z" or "+01:00".
std::optional<seconds> parse_offset(std::string_view text) {
    if (text.empty() || text == "Z" || text == "z") return 0s;
    const bool negative = text.front() == '-';
    if (!take(text, "+-")) return std::nullopt;
    const std::optional<int> hours = take_digits(text, 2);
    if (!hours || !take(text, ":")) return std::nullopt;
    const std::optional<int> minutes = take_digits(text, 2);
    if (!minutes || !text.empty() || *hours > 23 || *minutes > 59) return std::nullopt;
    const seconds offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return negative ? -offset : offset;
}

// What follows the day and its "T": hours, minutes, perhaps seconds and a fraction, the offset.
std::optional<Interval> parse_time(sys_days day, std::string_view text) {
    const std::optional<int> hours = take_digits(text, 2);
    if (!hours || !take(text, ":")) return std::nullopt;
    const std::optional<int> minutes = take_digits(text, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    Timestamp begin = day + std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    seconds length = 60s;
    if (take(text, ":")) {
        const std::optional<int> second = take_digits(text, 2);
        if (!second || *second > 60) return std::nullopt;  // 60: a leap second
        begin += seconds(*second);
        length = 1s;
        if (take(text, ".")) {
            if (!take_digits(text, 1)) return std::nullopt;
            while (take(text, "0123456789")) {
            }
        }
    }
    const std::optional<seconds> offset = parse_offset(text);
    if (!offset) return std::nullopt;
    return Interval{begin - *offset, begin - *offset + length};
}

std::optional<Interval> parse_calendar_date(std::string_view text) {
    using std::chrono::year;
    const std::optional<int> y = take_digits(text, 4);
    if (!y || *y == 0) return std::nullopt;
    if (text.empty()) return Interval{sys_days{year{*y} / 1 / 1}, sys_days{year{*y + 1} / 1 / 1}};
    if (!take(text, "-")) return std::nullopt;
    const std::optional<int> m = take_digits(text, 2);
    if (!m || *m < 1 || *m > 12) return std::nullopt;
    const std::chrono::year_month month = year{*y} / *m;
    if (text.empty())
        return Interval{sys_days{month / 1}, sys_days{(month + std::chrono::months(1)) / 1}};
    if (!take(text, "-")) return std::nullopt;
    const std::optional<int> d = take_digits(text, 2);
    if (!d || !(month / *d).ok()) return std::nullopt;
    const sys_days day{month / *d};
    if (text.empty()) return Interval{day, day + days(1)};
    if (!take(text, "Tt ")) return std::nullopt;
    return parse_time(day, text);
}

// Calendar months back, to the last day of a shorter month: 31 March less 1m is 28 February.
std::optional<Timestamp> months_before(Timestamp now, std::int64_t count) {
    const auto day = floor<days>(now);
    const year_month_day date{day};
    const std::int64_t month_number = std::int64_t{static_cast<int>(date.year())} * 12 +
                                      static_cast<unsigned>(date.month()) - 1 - count;
    if (month_number < 12) return std::nullopt;
    const auto month = std::chrono::year{static_cast<int>(month_number / 12)} /
                       std::chrono::month{static_cast<unsigned>(month_number % 12 + 1)};
    const std::chrono::day last = (month / std::chrono::last).day();
    return sys_days{month / std::min(date.day(), last)} + (now - day);
}

// "7d": a number of units before now.
std::optional<Timestamp> parse_age(std::string_view text, Timestamp now) {
    constexpr std::int64_t most = 100'000'000;  // hours in 10,000 years; keeps products small
    if (text.size() < 2) return std::nullopt;
    std::int64_t count = 0;
    const char* const unit = text.data() + text.size() - 1;
    const auto [end, error] = std::from_chars(text.data(), unit, count);
    if (error != std::errc{} || end != unit || count < 0 || count > most) return std::nullopt;
    switch (*unit) {
        case 'h':
            return now - std::chrono::hours(count);
        case 'd':
            return now - days(count);
        case 'w':
            return now - std::chrono::weeks(count);
        case 'm':
            return months_before(now, count);
        case 'y':
            return months_before(now, 12 * count);
        default:
            return std::nullopt;
    }
}

std::optional<Interval> parse_date(std::string_view text, Timestamp now) {
    std::optional<Interval> result = parse_calendar_date(text);
    if (!result) {
        const Timestamp sane_now = std::clamp(now, first_moment, end_of_time - 1s);
        const std::optional<Timestamp> moment = parse_age(text, sane_now);
        if (moment) result = Interval{*moment, *moment + 1s};
    }
    if (result && (result->begin < first_moment || result->end > end_of_time)) return std::nullopt;
    return result;
}

bool is_age(std::string_view text) {
    return !text.empty() && !is_digit(text.back()) && text.find('-') == std::string_view::npos;
}

std::variant<ast::DateRange, RangeError> parse_ends(std::string_view from, std::string_view to,
                                                    Timestamp now) {
    ast::DateRange range;
    if (!from.empty()) {
        const std::optional<Interval> date = parse_date(from, now);
        if (!date) return RangeError::malformed;
        range.from = date->begin;
    }
    if (!to.empty()) {
        const std::optional<Interval> date = parse_date(to, now);
        if (!date) return RangeError::malformed;
        range.to = date->end;
    }
    if (!range.from && !range.to) return RangeError::malformed;
    if (range.from && range.to && *range.from >= *range.to) return RangeError::empty;
    return range;
}

std::string day_text(Timestamp time) {
    return format_timestamp(time).substr(0, 10);
}

bool is_midnight(const std::optional<Timestamp>& time) {
    return !time || floor<days>(*time) == *time;
}

}  // namespace

std::variant<ast::DateRange, RangeError> parse_date_range(DateUse use, std::string_view text,
                                                          Timestamp now) {
    if (text.empty()) return RangeError::malformed;
    if (use == DateUse::after) return parse_ends(text, {}, now);
    if (use == DateUse::before) return parse_ends({}, text, now);
    const std::size_t dots = text.find("..");
    if (dots != std::string_view::npos) {
        return parse_ends(text.substr(0, dots), text.substr(dots + 2), now);
    }
    return is_age(text) ? parse_ends(text, {}, now) : parse_ends(text, text, now);
}

std::string to_query_text(const ast::DateRange& range) {
    const bool in_days = is_midnight(range.from) && is_midnight(range.to);
    const auto text = in_days ? day_text : format_timestamp;
    const std::string from = range.from ? text(*range.from) : std::string{};
    const std::string last = range.to ? text(*range.to - 1s) : std::string{};
    if (!range.to) return "after:" + (range.from ? from : text(first_moment));
    if (!range.from) return "before:" + last;
    return "date:" + (from == last ? from : from + ".." + last);
}

}  // namespace kb::query
