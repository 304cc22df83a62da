#include "ingest/trailers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "ingest/lines.hpp"
#include "kb/document.hpp"

namespace kb::ingest {
namespace {

/// The rest of a line that begins with `label`, trimmed; nothing if it does not.
std::optional<std::string_view> after_label(std::string_view line, std::string_view label) {
    if (!line.starts_with(label)) return std::nullopt;
    return trim(line.substr(label.size()));
}

/// A whole number, thousands set off by commas or not.
std::optional<std::uint64_t> read_count(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c == ',' && !digits.empty()) continue;
        digits += c;
    }
    std::uint64_t count = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, count);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return count;
}

bool take_link(std::string_view line, std::string_view label, std::string& link) {
    const auto value = after_label(line, label);
    if (!value || !link.empty() || url_host(*value).empty()) return false;
    link = canonical_url(*value);
    return true;
}

bool take_count(std::string_view line, std::string_view label,
                std::optional<std::uint64_t>& count) {
    const auto value = after_label(line, label);
    if (!value || count) return false;
    count = read_count(*value);
    return count.has_value();
}

bool take_aggregator(std::string_view line, Trailers& trailers) {
    const bool taken = take_link(line, "Article URL:", trailers.article_url) ||
                       take_link(line, "Comments URL:", trailers.comments_url) ||
                       take_count(line, "Points:", trailers.points) ||
                       take_count(line, "# Comments:", trailers.comments);
    if (taken) trailers.origin = Origin::aggregator;
    return taken;
}

/// "submitted by /u/name [link] [comments]"
bool take_submitter(std::string_view line, Trailers& trailers) {
    const auto rest = after_label(line, "submitted by");
    if (!rest || !rest->starts_with("/u/") || !rest->ends_with("[comments]")) return false;
    trailers.origin = Origin::aggregator;
    return true;
}

/// "12 posts - 5 participants": the first post is the topic itself, the others are comments.
std::optional<std::uint64_t> read_participants(std::string_view line) {
    const std::size_t dash = line.find(" - ");
    if (dash == std::string_view::npos) return std::nullopt;
    const auto number_of = [](std::string_view text, std::string_view unit) {
        if (text.ends_with('s')) text.remove_suffix(1);
        if (!text.ends_with(unit)) return std::optional<std::uint64_t>{};
        return read_count(trim(text.substr(0, text.size() - unit.size())));
    };
    const auto posts = number_of(line.substr(0, dash), " post");
    const auto participants = number_of(line.substr(dash + 3), " participant");
    if (!posts || !participants) return std::nullopt;
    return *posts > 0 ? *posts - 1 : 0;
}

bool take_forum(std::string_view line, Trailers& trailers) {
    if (line == "Read full topic") {
        trailers.origin = Origin::forum;
        return true;
    }
    const auto comments = read_participants(line);
    if (!comments || trailers.comments) return false;
    trailers.comments = comments;
    trailers.origin = Origin::forum;
    return true;
}

/// How blogs sign their posts in feeds, in the languages of the most common blogging software:
/// what comes before the title and between title and site.
struct Signature {
    std::string_view before;
    std::string_view between;
};

constexpr std::array signatures = {
    Signature{"The post ", " appeared first on "},
    Signature{"The article ", " appeared first on "},
    Signature{"Der Beitrag ", " erschien zuerst auf "},
    Signature{"L’article ", " est apparu en premier sur "},
    Signature{"L'article ", " est apparu en premier sur "},
    Signature{"La entrada ", " se publicó primero en "},
    Signature{"La entrada ", " aparece primero en "},
    Signature{"L’articolo ", " proviene da "},
    Signature{"L'articolo ", " proviene da "},
    Signature{"O post ", " apareceu primeiro em "},
    Signature{"Het bericht ", " verscheen eerst op "},
    Signature{"Запись ", " впервые появилась "},
};

bool take_signature(std::string_view line, Trailers& trailers) {
    if (!trailers.source.empty()) return false;
    for (const Signature& signature : signatures) {
        if (!line.starts_with(signature.before)) continue;
        const std::size_t at = line.rfind(signature.between);
        if (at == std::string_view::npos || at + 1 < signature.before.size()) continue;
        std::string_view site = trim(line.substr(at + signature.between.size()));
        if (site.ends_with('.')) site.remove_suffix(1);
        if (site.empty()) continue;
        trailers.source = std::string(site);
        return true;
    }
    return false;
}

bool take_trailer(std::string_view line, Trailers& trailers) {
    return take_aggregator(line, trailers) || take_forum(line, trailers) ||
           take_signature(line, trailers) || take_submitter(line, trailers);
}

void drop_blank_end(std::vector<std::string_view>& lines) {
    while (!lines.empty() && is_blank(lines.back()))
        lines.pop_back();
}

/// Feeds of aggregators describe a submission without text by a mere link to its comments.
bool is_link_to_comments(const std::vector<std::string_view>& lines) {
    return lines.size() == 1 && trim(lines.front()) == "Comments";
}

}  // namespace

Trailers take_trailers(std::vector<std::string_view>& lines) {
    Trailers trailers;
    drop_blank_end(lines);
    while (!lines.empty() && take_trailer(trim(lines.back()), trailers)) {
        lines.pop_back();
        drop_blank_end(lines);
    }
    lines.erase(lines.begin(), std::find_if_not(lines.begin(), lines.end(), is_blank));
    if (is_link_to_comments(lines)) {
        trailers.origin = Origin::aggregator;
        lines.clear();
    }
    return trailers;
}

bool is_trailer(std::string_view line) {
    Trailers ignored;
    return take_trailer(trim(line), ignored);
}

}  // namespace kb::ingest
