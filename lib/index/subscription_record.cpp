#include "index/subscription_record.hpp"

#include <algorithm>
#include <charconv>

#include "kb/error.hpp"

namespace kb::index {
namespace {

/// A value is one line, whatever it holds.
void append(std::string& record, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    record.append(name).append("=");
    std::transform(value.begin(), value.end(), std::back_inserter(record),
                   [](char c) { return c == '\n' || c == '\r' ? ' ' : c; });
    record += '\n';
}

void append(std::string& record, std::string_view name, const std::optional<Timestamp>& time) {
    if (time) append(record, name, format_timestamp(*time));
}

std::uint32_t read_count(std::string_view text) {
    std::uint32_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

void read_field(std::string_view name, std::string_view value, Subscription& subscription) {
    if (name == "url") subscription.url = value;
    if (name == "title") subscription.title = value;
    if (name == "html_url") subscription.html_url = value;
    if (name == "description") subscription.description = value;
    if (name == "tag") subscription.tags.emplace_back(value);
    if (name == "identity") subscription.identity = value;
    if (name == "etag") subscription.etag = value;
    if (name == "last_modified") subscription.last_modified = value;
    if (name == "last_fetch") subscription.last_fetch = parse_timestamp(value);
    if (name == "last_success") subscription.last_success = parse_timestamp(value);
    if (name == "next_due") subscription.next_due = parse_timestamp(value);
    if (name == "errors") subscription.errors = read_count(value);
    if (name == "last_error") subscription.last_error = value;
    if (name == "disabled") subscription.disabled = value == "yes";
}

}  // namespace

std::string encode_subscription(const Subscription& subscription) {
    std::string record;
    append(record, "url", subscription.url);
    append(record, "title", subscription.title);
    append(record, "html_url", subscription.html_url);
    append(record, "description", subscription.description);
    for (const std::string& tag : subscription.tags)
        append(record, "tag", tag);
    append(record, "identity", subscription.identity);
    append(record, "etag", subscription.etag);
    append(record, "last_modified", subscription.last_modified);
    append(record, "last_fetch", subscription.last_fetch);
    append(record, "last_success", subscription.last_success);
    append(record, "next_due", subscription.next_due);
    if (subscription.errors > 0) append(record, "errors", std::to_string(subscription.errors));
    append(record, "last_error", subscription.last_error);
    if (subscription.disabled) append(record, "disabled", "yes");
    return record;
}

Subscription decode_subscription(std::string_view record) {
    Subscription subscription;
    while (!record.empty()) {
        const std::size_t end = std::min(record.find('\n'), record.size());
        const std::string_view line = record.substr(0, end);
        record.remove_prefix(std::min(end + 1, record.size()));
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || equals + 1 == line.size()) continue;
        read_field(line.substr(0, equals), line.substr(equals + 1), subscription);
    }
    if (subscription.url.empty()) {
        throw Error(ErrorCode::corrupt, "a subscription cannot be read",
                    "restore a backup, or subscribe again in a new index");
    }
    return subscription;
}

}  // namespace kb::index
