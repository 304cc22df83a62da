#include "ingest/html/page_document.hpp"

#include <algorithm>
#include <array>

#include "ingest/html/linked_data.hpp"
#include "ingest/kind_rules.hpp"
#include "ingest/lines.hpp"
#include "ingest/links.hpp"
#include "ingest/name_list.hpp"
#include "ingest/page_date.hpp"
#include "kb/reader.hpp"
#include "text/html_text.hpp"
#include "text/normalize.hpp"

namespace kb::ingest {
namespace {

constexpr auto published_names = std::to_array<std::string_view>(
    {"article:published_time", "datepublished", "og:published_time", "article.published",
     "dcterms.created", "dc.date.issued", "dcterms.date", "dc.date", "citation_publication_date",
     "parsely-pub-date", "sailthru.date", "publishdate", "publish_date", "pubdate", "date"});

constexpr auto updated_names =
    std::to_array<std::string_view>({"article:modified_time", "datemodified", "og:updated_time",
                                     "dcterms.modified", "last-modified", "revised"});

constexpr auto author_names =
    std::to_array<std::string_view>({"author", "dc.creator", "dcterms.creator", "citation_author",
                                     "parsely-author", "sailthru.author", "article:author"});

constexpr auto tag_names = std::to_array<std::string_view>(
    {"article:tag", "keywords", "news_keywords", "parsely-tags", "sailthru.tags"});

bool is_web_link(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

/// A title without the part before or behind a separator that the rest does without.
bool is_separator(std::string_view text) {
    text = trim(text);
    constexpr auto separators =
        std::to_array<std::string_view>({"-", "–", "—", "|", "·", "•", "::", ":", "»", "«", "/"});
    return std::find(separators.begin(), separators.end(), text) != separators.end();
}

/// Whether what is left of `title` around `part` begins or ends with a separator.
bool is_set_apart(std::string_view title, std::string_view part) {
    if (part.empty() || title.size() <= part.size()) return false;
    if (title.starts_with(part)) {
        const std::string_view rest = trim(title.substr(part.size()));
        return is_separator(rest.substr(0, rest.find(' ')));
    }
    if (title.ends_with(part)) {
        const std::string_view rest = trim(title.substr(0, title.size() - part.size()));
        const std::size_t space = rest.rfind(' ');
        return is_separator(space == std::string_view::npos ? rest : rest.substr(space + 1)) ||
               rest.ends_with(":");
    }
    return false;
}

/// "Title - Site" without "- Site".
std::string without_site(std::string_view title, std::string_view site) {
    if (!is_set_apart(title, site)) return std::string(title);
    const bool in_front = title.starts_with(site);
    std::string_view rest =
        trim(in_front ? title.substr(site.size()) : title.substr(0, title.size() - site.size()));
    const std::size_t space = in_front ? rest.find(' ') : rest.rfind(' ');
    if (space == std::string_view::npos) return std::string(title);
    return std::string(trim(in_front ? rest.substr(space + 1) : rest.substr(0, space)));
}

std::optional<Timestamp> first_date(const HtmlPage& page, std::span<const std::string_view> names) {
    for (const std::string_view name : names) {
        if (auto date = parse_page_date(page.find_meta(name))) return date;
    }
    return std::nullopt;
}

std::optional<Timestamp> marked_time(const HtmlPage& page, bool HtmlTime::*mark) {
    for (const HtmlTime& time : page.times) {
        if (!(time.*mark)) continue;
        if (auto date = parse_page_date(time.datetime)) return date;
    }
    return std::nullopt;
}

/// The first time that is not marked as something else.
std::optional<Timestamp> plain_time(const HtmlPage& page) {
    for (const HtmlTime& time : page.times) {
        if (time.updated) continue;
        if (auto date = parse_page_date(time.datetime)) return date;
    }
    return std::nullopt;
}

std::optional<Timestamp> published(const HtmlPage& page, const LinkedData& data,
                                   std::string_view url) {
    auto date = parse_page_date(data.published);
    if (!date) date = first_date(page, published_names);
    if (!date) date = marked_time(page, &HtmlTime::published);
    if (!date) date = plain_time(page);
    if (!date) date = date_in_path(url);
    return date;
}

std::optional<Timestamp> updated(const HtmlPage& page, const LinkedData& data) {
    auto date = parse_page_date(data.updated);
    if (!date) date = first_date(page, updated_names);
    if (!date) date = marked_time(page, &HtmlTime::updated);
    return date;
}

/// All contents of the first name that has any.
std::vector<std::string> contents(const HtmlPage& page, std::string_view name) {
    std::vector<std::string> all;
    for (const HtmlMeta& meta : page.meta) {
        if (meta.name == name && !is_blank(meta.content)) all.push_back(meta.content);
    }
    return all;
}

std::vector<std::string> authors(const HtmlPage& page, const LinkedData& data) {
    std::vector<std::string> names;
    for (const std::string& author : data.authors)
        append_new(names, split_authors(html_to_line(author)));
    for (const std::string_view name : author_names) {
        if (!names.empty()) return names;
        for (const std::string& content : contents(page, name)) {
            if (!is_web_link(content)) append_new(names, split_authors(html_to_line(content)));
        }
    }
    if (names.empty()) {
        for (const std::string& author : page.authors)
            append_new(names, split_authors(author));
    }
    return names;
}

std::vector<std::string> tags(const HtmlPage& page, const LinkedData& data) {
    std::vector<std::string> all;
    for (const std::string_view name : tag_names) {
        for (const std::string& content : contents(page, name))
            append_new(all, split_tags(content));
    }
    append_new(all, data.tags);
    append_new(all, page.tags);
    return all;
}

std::string language(const HtmlPage& page, const LinkedData& data) {
    for (const std::string_view tag :
         {std::string_view(page.lang), page.find_meta("content-language"),
          std::string_view(data.lang), page.find_meta("og:locale")}) {
        if (!is_blank(tag)) return std::string(trim(tag));
    }
    return {};
}

/// The page's own link.
std::string link(const HtmlPage& page, std::string_view location) {
    const std::string base = resolve_link(location, page.base);
    for (const std::string_view candidate :
         {std::string_view(page.canonical), page.find_meta("og:url"), location}) {
        const std::string url = candidate.empty() ? std::string() : resolve_link(base, candidate);
        if (is_web_link(url)) return canonical_url(url);
    }
    return {};
}

}  // namespace

std::string page_title(const HtmlPage& page, std::string_view headline) {
    const std::string shared = html_to_line(page.find_meta("og:title"));
    const std::string head = html_to_line(headline);
    for (const std::string& candidate : {shared, head, page.heading}) {
        if (is_set_apart(page.title, candidate)) return candidate;
    }
    const std::string site = html_to_line(page.find_meta("og:site_name"));
    for (const std::string& candidate : {page.title, shared, head, page.heading}) {
        if (!is_blank(candidate)) return without_site(candidate, site);
    }
    return {};
}

Document document_of_page(HtmlPage page, std::string_view location) {
    const LinkedData data = read_linked_data(page.linked_data);
    Document document;
    document.url = link(page, location);
    document.id = document.url;
    document.title = page_title(page, data.headline);
    document.lang = language(page, data);
    document.published = published(page, data, document.url);
    document.updated = updated(page, data);
    document.authors = authors(page, data);
    document.tags = tags(page, data);
    document.text = std::move(page.text);
    if (document.text.empty()) document.text = html_to_line(page.find_meta("description"));
    document.kind = guess_kind(document);
    return document;
}

}  // namespace kb::ingest
