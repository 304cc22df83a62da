#include "ingest/age.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "ingest/lines.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

struct Unit {
    std::string_view name;
    std::string_view abbreviation;
    std::int64_t months;
    std::int64_t seconds;
};

constexpr std::array units = {
    Unit{"second", "sec", 0, 1},  Unit{"minute", "min", 0, 60},  Unit{"hour", "hr", 0, 3600},
    Unit{"day", "day", 0, 86400}, Unit{"week", "wk", 0, 604800}, Unit{"month", "mo", 1, 0},
    Unit{"year", "yr", 12, 0},
};

/// No calendar reaches further, and sums of as many as fit a line cannot overflow.
constexpr std::int64_t largest_number = 10'000'000'000;

/// The longest line that is looked at closer: seven units with twenty digits each fit.
constexpr std::size_t longest_age = 240;

const Unit* find_unit(std::string_view word) {
    const std::string_view singular =
        word.size() > 1 && word.ends_with('s') ? word.substr(0, word.size() - 1) : word;
    for (const Unit& unit : units) {
        if (singular == unit.name || singular == unit.abbreviation) return &unit;
    }
    return nullptr;
}

/// Whether a trimmed line may be an age, by its length and last letter ("ago", "now",
/// "yesterday"): most lines are not, and are done with here.
bool may_be_age(std::string_view content) {
    return !content.empty() && content.size() <= longest_age &&
           std::string_view("oOwWyY").find(content.back()) != std::string_view::npos;
}

/// The line in lower case, with ASCII spaces; empty if it is no age anyway.
std::string simplified(std::string_view line) {
    const std::string_view content = trim(line);
    std::string out;
    if (!may_be_age(content)) return out;
    for (std::size_t at = 0; at < content.size();) {
        const std::size_t space = leading_space_bytes(content.substr(at));
        if (space > 0) {
            out += ' ';
            at += space;
            continue;
        }
        const char c = content[at++];
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

/// The number that a word is; one that no calendar can hold is reported through `too_large`.
std::optional<std::int64_t> read_number(std::string_view word, bool& too_large) {
    if (word == "a" || word == "an" || word == "one") return 1;
    if (word.empty() || word.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const auto error = std::from_chars(word.data(), word.data() + word.size(), number).ec;
    if (error == std::errc{} && number <= largest_number) return number;
    too_large = true;
    return 0;
}

/// Adds "18 hours" to the age.
bool add_part(std::string_view part, Age& age) {
    const std::size_t space = part.find(' ');
    if (space == std::string_view::npos) return false;
    const auto number = read_number(part.substr(0, space), age.too_large);
    const Unit* unit = find_unit(part.substr(space + 1));
    if (!number || unit == nullptr) return false;
    age.months += *number * unit->months;
    age.seconds += *number * unit->seconds;
    return true;
}

std::optional<Age> parse_simplified(std::string_view text) {
    if (text == "just now") return Age{};
    if (text == "yesterday") return Age{0, 86400, false};
    constexpr std::string_view ending = " ago";
    if (!text.ends_with(ending)) return std::nullopt;
    text.remove_suffix(ending.size());
    Age age;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        if (!add_part(part.ends_with(' ') ? part.substr(0, part.size() - 1) : part, age)) {
            return std::nullopt;
        }
        if (comma == std::string_view::npos) return age;
        text.remove_prefix(comma + 1);
        if (text.starts_with(' ')) text.remove_prefix(1);
    }
}

}  // namespace

std::optional<Age> parse_age(std::string_view line) {
    return parse_simplified(simplified(line));
}

bool is_numeric_age(std::string_view line) {
    const std::string text = simplified(line);
    return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
           parse_simplified(text).has_value();
}

std::optional<Timestamp> before(Timestamp as_of, const Age& age) {
    using namespace std::chrono;
    if (age.too_large) return std::nullopt;
    const sys_days day = floor<days>(as_of);
    const year_month_day date{day};
    const std::int64_t month = std::int64_t{static_cast<int>(date.year())} * 12 +
                               static_cast<unsigned>(date.month()) - 1 - age.months;
    constexpr std::int64_t first_month = 12;  // January of the year 1
    if (month < first_month) return std::nullopt;
    const year_month shifted{year{static_cast<int>(month / 12)},
                             std::chrono::month{static_cast<unsigned>(month % 12) + 1}};
    const year_month_day_last last{shifted.year(), month_day_last{shifted.month()}};
    const sys_days moved{shifted / std::min(date.day(), last.day())};
    const Timestamp result = moved + (as_of - day) - seconds{age.seconds};
    if (result < sys_days{year{1} / 1 / 1}) return std::nullopt;
    return result;
}

}  // namespace kb::ingest
