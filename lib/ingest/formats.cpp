#include "ingest/formats.hpp"

#include <algorithm>
#include <array>

#include "document/ascii.hpp"
#include "ingest/age.hpp"
#include "ingest/lines.hpp"
#include "ingest/markdown/front_matter.hpp"
#include "ingest/river_title.hpp"

namespace kb::ingest {
namespace {

constexpr std::array<std::string_view, 2> text_extensions = {".txt", ".text"};
constexpr std::array<std::string_view, 2> jsonl_extensions = {".jsonl", ".ndjson"};
constexpr std::array<std::string_view, 3> feed_extensions = {".xml", ".rss", ".atom"};
constexpr std::array<std::string_view, 1> opml_extensions = {".opml"};
constexpr std::array<std::string_view, 4> markdown_extensions = {".md", ".markdown", ".mkd",
                                                                 ".mdown"};
constexpr std::array<std::string_view, 3> html_extensions = {".html", ".htm", ".xhtml"};

// Text stands before river, so that the extension that they share means text.
constexpr std::array format_table = {
    FormatInfo{Format::automatic, "auto", {}, nullptr},
    FormatInfo{Format::text, "text", text_extensions, make_text_reader},
    FormatInfo{Format::river, "river", text_extensions, make_river_reader},
    FormatInfo{Format::jsonl, "jsonl", jsonl_extensions, make_jsonl_reader},
    FormatInfo{Format::feed, "feed", feed_extensions, make_feed_reader},
    FormatInfo{Format::opml, "opml", opml_extensions, make_opml_reader},
    FormatInfo{Format::markdown, "markdown", markdown_extensions, make_markdown_reader},
    FormatInfo{Format::html, "html", html_extensions, make_html_reader},
};

/// Where the text goes on behind what begins at `at` and ends with `end`.
std::size_t behind(std::string_view text, std::size_t at, std::string_view end) {
    const std::size_t found = text.find(end, at);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

/// The name of the first element in lower case and without its prefix, or "!doctype html".
/// Comments, instructions and declarations before it are passed over; empty if something else comes
/// first.
std::string first_element(std::string_view head) {
    constexpr std::string_view page = "<!doctype html";
    std::size_t at = 0;
    while (true) {
        at = std::min(head.find_first_not_of(" \t\n\r", at), head.size());
        const std::string_view rest = head.substr(at);
        if (rest.starts_with("<!--")) {
            at = behind(head, at, "-->");
        } else if (rest.starts_with("<?")) {
            at = behind(head, at, "?>");
        } else if (ascii_lowered(rest.substr(0, page.size())) == page) {
            return std::string(page.substr(1));
        } else if (rest.starts_with("<!")) {
            const bool has_subset = head.find('[', at) < head.find('>', at);
            at = behind(head, has_subset ? behind(head, at, "]") : at, ">");
        } else {
            break;
        }
    }
    std::string_view name = head.substr(at);
    if (!name.starts_with('<')) return {};
    name = name.substr(1, name.find_first_of(" \t\n\r/>", 1) - 1);
    return ascii_lowered(name.substr(name.rfind(':') + 1));
}

bool is_feed_element(std::string_view name) {
    return name == "rss" || name == "rdf" || name == "feed" || name == "channel" || name == "entry";
}

/// Elements that only a whole page begins with; HTML allows to leave out the outer ones.
bool is_page_element(std::string_view name) {
    return name == "!doctype html" || name == "html" || name == "head" || name == "body" ||
           name == "title" || name == "meta";
}

/// Markup by what its first element is; automatic if that does not tell.
Format markup_format(std::string_view head) {
    if (!head.starts_with('<')) return Format::automatic;
    const std::string element = first_element(head);
    if (element == "opml") return Format::opml;
    if (is_feed_element(element)) return Format::feed;
    if (is_page_element(element)) return Format::html;
    constexpr std::size_t examined = 4096;
    const std::string start = ascii_lowered(head.substr(0, examined));
    if (start.find("<html") != std::string::npos) return Format::html;
    return start.starts_with("<?xml") ? Format::feed : Format::automatic;
}

/// A feed behind lines that do not belong to it, such as warnings of the program that made it.
bool looks_like_feed_behind_junk(std::string_view head) {
    constexpr std::size_t most_junk = 4096;
    const std::size_t declaration = head.substr(0, most_junk).find("<?xml ");
    return declaration != std::string_view::npos &&
           is_feed_element(first_element(head.substr(declaration)));
}

/// Whether fields stand between two lines "---" or "+++" at the beginning.
bool looks_like_front_matter(std::string_view text) {
    const SplitPost post = split_front_matter(text);
    const std::string_view line = post.front_matter.substr(0, post.front_matter.find('\n'));
    const std::size_t end = line.find(post.is_toml ? '=' : ':');
    const std::string_view key = trim(line.substr(0, end));
    return end != std::string_view::npos && !key.empty() &&
           key.find_first_of(" \t\"") == std::string_view::npos;
}

/// The first line that is not blank.
std::string_view first_line(std::string_view head) {
    const std::string_view text = trim_left(head);
    return text.substr(0, text.find('\n'));
}

/// An object that begins and, unless it is long, ends on its first line.
bool looks_like_jsonl(std::string_view head) {
    const std::string_view line = first_line(head);
    if (!line.starts_with('{')) return false;
    const std::string_view inside = trim_left(line.substr(1));
    return inside.starts_with('"') || inside.starts_with('}');
}

bool looks_like_json_feed(std::string_view head) {
    return trim_left(head).starts_with('{') &&
           head.find("jsonfeed.org/version") != std::string_view::npos;
}

/// Whether an entry begins within the first lines.
bool looks_like_river(std::string_view head) {
    constexpr std::size_t examined_lines = 200;
    RiverTitleFinder titles;
    const std::vector<std::string_view> lines = split_lines(head);
    for (std::size_t i = 0; i < std::min(lines.size(), examined_lines); ++i) {
        if (parse_age(lines[i]) && titles.previous_is_title(lines[i])) return true;
        titles.add(lines[i]);
    }
    return false;
}

}  // namespace

std::span<const FormatInfo> formats() noexcept {
    return format_table;
}

const FormatInfo& format_info(Format format) noexcept {
    const auto found = std::find_if(format_table.begin(), format_table.end(),
                                    [&](const FormatInfo& info) { return info.format == format; });
    return found == format_table.end() ? format_table.front() : *found;
}

bool extension_is(std::string_view path, std::string_view extension) {
    return path.size() > extension.size() &&
           ascii_lowered(path.substr(path.size() - extension.size())) == extension;
}

Format format_of_name(std::string_view path) {
    for (const FormatInfo& info : format_table) {
        for (const std::string_view extension : info.extensions) {
            if (extension_is(path, extension)) return info.format;
        }
    }
    return Format::automatic;
}

Format format_of_content(std::string_view head, Format name) {
    const std::string_view text = trim_left(head);
    if (looks_like_json_feed(text)) return Format::feed;
    if (looks_like_jsonl(text)) return Format::jsonl;
    if (looks_like_front_matter(text)) return Format::markdown;
    // Markdown may begin with HTML, and show markup of any kind; only a declaration tells.
    if (name == Format::markdown && first_element(text) != "!doctype html") {
        return Format::automatic;
    }
    if (const Format markup = markup_format(text); markup != Format::automatic) return markup;
    if (name == Format::automatic && looks_like_feed_behind_junk(text)) return Format::feed;
    const bool may_be_river = name == Format::automatic || name == Format::text;
    if (may_be_river && looks_like_river(head)) return Format::river;
    return Format::automatic;
}

}  // namespace kb::ingest

namespace kb {

std::string_view to_string(Format format) noexcept {
    return ingest::format_info(format).name;
}

std::optional<Format> parse_format(std::string_view name) noexcept {
    for (const ingest::FormatInfo& info : ingest::formats()) {
        if (info.name == name) return info.format;
    }
    return std::nullopt;
}

}  // namespace kb
