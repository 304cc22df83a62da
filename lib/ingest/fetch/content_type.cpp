#include "ingest/fetch/content_type.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <utility>

#include "document/ascii.hpp"
namespace kb::ingest {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
    return text.substr(0, text.find_last_not_of(spaces) + 1);
}

// text/plain and the plain XML and JSON types are left out: the content tells more.
constexpr std::array<std::pair<std::string_view, Format>, 9> media_types = {{
    {"application/rss+xml", Format::feed},
    {"application/atom+xml", Format::feed},
    {"application/rdf+xml", Format::feed},
    {"application/feed+json", Format::feed},
    {"text/x-opml", Format::opml},
    {"text/markdown", Format::markdown},
    {"text/html", Format::html},
    {"application/xhtml+xml", Format::html},
    {"application/x-ndjson", Format::jsonl},
}};

}  // namespace

ContentType parse_content_type(std::string_view value) {
    ContentType type;
    for (bool first = true; !value.empty(); first = false) {
        const std::size_t end = std::min(value.find(';'), value.size());
        const std::string_view part = trimmed(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
        if (first) type.media_type = ascii_lowered(part);
        const std::size_t equals = part.find('=');
        if (first || equals == std::string_view::npos || !type.charset.empty()) continue;
        if (ascii_lowered(trimmed(part.substr(0, equals))) != "charset") continue;
        std::string_view label = trimmed(part.substr(equals + 1));
        if (label.size() >= 2 && (label.front() == '"' || label.front() == '\'') &&
            label.front() == label.back()) {
            label = label.substr(1, label.size() - 2);
        }
        type.charset = label;
    }
    return type;
}

Format format_of_media_type(std::string_view media_type) {
    for (const auto& [known, format] : media_types) {
        if (known == media_type) return format;
    }
    return Format::automatic;
}

std::optional<Timestamp> parse_http_date(const std::string& text) {
    const std::time_t seconds = curl_getdate(text.c_str(), nullptr);
    if (seconds == -1) return std::nullopt;
    return Timestamp{std::chrono::seconds{seconds}};
}

}  // namespace kb::ingest
