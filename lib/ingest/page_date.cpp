#include "ingest/page_date.hpp"

#include <algorithm>
#include <string>

#include "ingest/feed/date.hpp"
#include "ingest/lines.hpp"

namespace kb::ingest {
namespace {

/// So many digits at `at`, or an empty text.
std::string_view digits_at(std::string_view text, std::size_t at, std::size_t count) {
    const std::string_view digits = text.substr(std::min(at, text.size()), count);
    const bool all =
        digits.size() == count &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool ends = at + count >= text.size() || text[at + count] < '0' || text[at + count] > '9';
    return all && ends ? digits : std::string_view();
}

/// "2023/11/27" or "2023-11-27" at `at`, or with slashes, a month alone.
std::optional<Timestamp> date_at(std::string_view text, std::size_t at) {
    const std::string_view year = digits_at(text, at, 4);
    if (year.empty() || at + 4 >= text.size()) return std::nullopt;
    const char separator = text[at + 4];
    if ((separator != '/' && separator != '-') || year < "1970" || year > "2199") {
        return std::nullopt;
    }
    const std::string_view month = digits_at(text, at + 5, 2);
    if (month.empty() || at + 7 >= text.size() || text[at + 7] != separator) return std::nullopt;
    std::string_view day = digits_at(text, at + 8, 2);
    if (day.empty() && separator == '/') day = "01";
    return parse_timestamp(std::string(year) + '-' + std::string(month) + '-' + std::string(day));
}

}  // namespace

std::optional<Timestamp> parse_page_date(std::string_view text) {
    return parse_feed_date(trim(text));
}

std::optional<Timestamp> date_in_path(std::string_view path) {
    constexpr std::size_t longest = 2048;
    path = path.substr(0, longest);
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (at > 0 && path[at - 1] != '/' && path[at - 1] != '-' && path[at - 1] != '_') continue;
        if (auto date = date_at(path, at)) return date;
    }
    return std::nullopt;
}

}  // namespace kb::ingest
