#include <algorithm>
#include <array>
#include <string_view>

#include "commands/commands.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/json.hpp"
#include "common/numbers.hpp"
#include "common/option_values.hpp"
#include "common/terminal.hpp"
#include "common/usage_error.hpp"
#include "kb/display.hpp"
#include "kb/searcher.hpp"
#include "kb/subscriptions.hpp"

namespace kb::tools {
namespace {

Role role_of(std::string_view state) {
    if (state == "gone") return Role::error;
    if (state == "failing") return Role::warning;
    return state == "new" ? Role::detail : Role::plain;
}

std::string shown_title(const Subscription& feed) {
    return feed.title.empty() ? url_host(feed.url) : feed.title;
}

std::string padded(std::string text, std::size_t columns) {
    const std::size_t width = display_width(text);
    return width < columns ? text.append(columns - width, ' ') : text;
}

/// "2024-05-01 10:15", or a dash.
std::string minute(const std::optional<Timestamp>& time) {
    if (!time) return "-";
    std::string text = format_timestamp(*time).substr(0, 16);
    text[10] = ' ';
    return text;
}

std::string trouble(const Subscription& feed) {
    std::string text = counted(feed.errors, "error", "errors") + ": " + feed.last_error;
    if (feed.next_due && !feed.disabled) text += "; next try " + minute(feed.next_due);
    return text;
}

std::string row(const Subscription& feed, std::size_t title_columns, bool colors) {
    constexpr std::size_t state_columns = 9;
    constexpr std::size_t time_columns = 18;
    const std::string_view state = state_of(feed);
    std::string line = paint(role_of(state), padded(std::string(state), state_columns), colors);
    line += padded(minute(feed.last_success), time_columns);
    line += padded(fit_width(printable(shown_title(feed)), title_columns), title_columns + 2);
    line += printable_link(without_credentials(feed.url)) + "\n";
    if (feed.last_error.empty()) return line;
    return line.append(state_columns, ' ') + printable(trouble(feed)) + "\n";
}

std::string as_text(std::vector<Subscription> feeds, bool colors) {
    constexpr std::size_t widest_title = 32;
    std::stable_sort(feeds.begin(), feeds.end(), [](const Subscription& a, const Subscription& b) {
        return shown_title(a) < shown_title(b);
    });
    std::size_t title_columns = 0;
    for (const Subscription& feed : feeds) {
        title_columns = std::max(title_columns, display_width(printable(shown_title(feed))));
    }
    std::string table;
    for (const Subscription& feed : feeds)
        table += row(feed, std::min(title_columns, widest_title), colors);
    return table;
}

void add_field(std::string& json, std::string_view name, std::string_view value) {
    if (!value.empty()) json.append(",\"").append(name).append("\":").append(json_string(value));
}

void add_field(std::string& json, std::string_view name, const std::optional<Timestamp>& time) {
    if (time) add_field(json, name, format_timestamp(*time));
}

std::string as_json(const Subscription& feed) {
    std::string json = "{\"url\":" + json_string(without_credentials(feed.url));
    add_field(json, "title", feed.title);
    add_field(json, "html_url", feed.html_url);
    add_field(json, "description", feed.description);
    json += ",\"tags\":[";
    for (const std::string& tag : feed.tags)
        json.append(json.back() == '[' ? "" : ",").append(json_string(tag));
    json += "]";
    add_field(json, "state", state_of(feed));
    add_field(json, "last_fetch", feed.last_fetch);
    add_field(json, "last_success", feed.last_success);
    add_field(json, "next_due", feed.next_due);
    json += ",\"errors\":" + std::to_string(feed.errors);
    add_field(json, "last_error", feed.last_error);
    return json + "}";
}

std::string as_json(const std::vector<Subscription>& feeds) {
    std::string json = "[";
    for (const Subscription& feed : feeds)
        json.append(json.size() == 1 ? "\n" : ",\n").append(as_json(feed));
    return json + (feeds.empty() ? "]\n" : "\n]\n");
}

/// "20 feeds: 17 ok, 2 failing, 1 gone".
std::string summary(const std::vector<Subscription>& feeds) {
    constexpr std::array<std::string_view, 4> states = {"ok", "new", "failing", "gone"};
    std::string text = counted(feeds.size(), "feed", "feeds");
    std::string separator = ": ";
    for (const std::string_view state : states) {
        const auto count = std::count_if(feeds.begin(), feeds.end(), [&](const Subscription& feed) {
            return state_of(feed) == state;
        });
        if (count == 0) continue;
        text.append(separator).append(with_thousands(static_cast<std::uint64_t>(count)));
        text.append(" ").append(state);
        separator = ", ";
    }
    return text;
}

}  // namespace

int run_feeds(Session& session, const IndexOptions& options,
              const std::vector<std::string>& words) {
    if (!words.empty())
        throw UsageError("feeds takes no arguments, but was given '" + words.front() + "'");
    const std::size_t format =
        parse_choice("format", options.format.value_or("text"), feeds_formats);
    const std::vector<Subscription> feeds =
        Searcher(database_path(options.database)).subscriptions();
    if (format == 1) {
        session.out.write(as_json(feeds));
    } else if (format == 2) {
        session.out.write(to_opml(feeds));
    } else {
        const bool colors = inspect_terminal(1, options.color).colors;
        session.out.write(as_text(feeds, colors));
        session.out.flush();
        session.messages.note(summary(feeds));
    }
    return exit_code::ok;
}

}  // namespace kb::tools
