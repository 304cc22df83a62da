#include "ingest/feed/document_of_entry.hpp"

#include <algorithm>

#include "ingest/finish.hpp"
#include "ingest/kind_rules.hpp"
#include "ingest/lines.hpp"
#include "ingest/links.hpp"
#include "ingest/trailers.hpp"
#include "ingest/xml/scope.hpp"
#include "text/html_text.hpp"
#include "text/normalize.hpp"

namespace kb::ingest {
namespace {

bool is_web_link(std::string_view link) {
    return !url_host(link).empty();
}

/// Links that are programs or contents, not places.
bool is_unsafe(std::string_view link) {
    const std::string_view scheme = link.substr(0, link.find(':'));
    return same_name(scheme, "javascript") || same_name(scheme, "data") ||
           same_name(scheme, "vbscript");
}

std::string link_of(const FeedEntry& entry) {
    const bool guid_leads_there = entry.guid_is_link && is_web_link(entry.guid);
    for (const std::string* link : {&entry.original_link, &entry.link}) {
        if (!link->empty() && !is_unsafe(*link)) return *link;
    }
    return guid_leads_there ? entry.guid : std::string();
}

/// The first title with something in it.
std::string title_of(const FeedEntry& entry) {
    for (const FeedText& title : entry.titles) {
        std::string line = plain_line(title);
        if (!line.empty()) return line;
    }
    return {};
}

/// The first text with something in it.
std::string text_of(const FeedEntry& entry) {
    for (const FeedText& text : entry.texts) {
        std::string plain = plain_text(text);
        if (!is_blank(plain)) return plain;
    }
    return {};
}

std::vector<std::string> authors_of(const FeedEntry& entry, const FeedIdentity& feed) {
    std::vector<std::string> names;
    for (const FeedText& author : entry.authors)
        names.push_back(author_name(plain_line(author)));
    const auto is_empty = [](const std::string& name) { return name.empty(); };
    if (feed.head != nullptr && std::all_of(names.begin(), names.end(), is_empty)) {
        for (const FeedText& author : feed.head->authors)
            names.push_back(author_name(plain_line(author)));
    }
    return names;
}

std::string id_of(const FeedEntry& entry, const FeedIdentity& feed, const Document& document) {
    if (is_globally_unique(entry.guid)) return entry.guid;
    if (!entry.guid.empty()) return feed.scope + '#' + entry.guid;
    return document.url;
}

/// Takes what stands below the text about the entry off the text.
void read_trailers(const FeedEntry& entry, Document& document, Origin& origin) {
    document.comments = entry.comments;
    if (has_too_many_lines(document.text)) return;
    std::vector<std::string_view> lines = split_lines(document.text);
    const Trailers trailers = take_trailers(lines);
    std::string text = join_blocks(lines);
    origin = trailers.origin;
    document.points = trailers.points;
    if (!document.comments) document.comments = trailers.comments;
    if (document.url.empty()) {
        document.url = trailers.article_url.empty() ? trailers.comments_url : trailers.article_url;
    }
    document.text = std::move(text);
}

/// A word without spaces around an '@' and with a dot behind it; empty if there is none.
std::string_view find_email(std::string_view text) {
    constexpr std::string_view around = " \t\n<>()[],;:\"'";
    std::size_t at = text.find('@');
    if (at == std::string_view::npos) return {};
    const std::size_t before = text.find_last_of(around, at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find_first_of(around, at), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const bool is_address = begin < at && word.find('.', at - begin) != std::string_view::npos;
    return is_address ? word : std::string_view();
}

/// Whether there is an end tag of any element, be it an unusual one.
bool has_end_tag(std::string_view text) {
    for (std::size_t at = text.find("</"); at != std::string_view::npos;
         at = text.find("</", at + 2)) {
        const char next = at + 2 < text.size() ? text[at + 2] : ' ';
        if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')) return true;
    }
    return false;
}

}  // namespace

std::string plain_text(const FeedText& text) {
    const bool is_html = text.form == FeedText::Form::html ||
                         (text.form == FeedText::Form::either &&
                          (looks_like_html(text.value) || has_end_tag(text.value)));
    return is_html ? html_to_text(text.value) : clean_text(text.value);
}

std::string plain_line(const FeedText& text) {
    switch (text.form) {
        case FeedText::Form::plain:
            return clean_line(text.value);
        case FeedText::Form::html:
            return clean_line(html_to_text(text.value));
        default:
            return html_to_line(text.value);
    }
}

std::string author_name(std::string_view text) {
    text = trim(text);
    const std::string_view email = find_email(text);
    if (email.empty()) return std::string(text);
    const auto at = static_cast<std::size_t>(email.data() - text.data());
    std::string rest(text.substr(0, at));
    rest += ' ';
    rest += text.substr(at + email.size());
    constexpr std::string_view around = " \t\n<>()[],;:\"'";
    const std::size_t begin = rest.find_first_not_of(around);
    if (begin == std::string::npos || same_name(rest.substr(begin), "mailto: ")) {
        return std::string(email);
    }
    const std::size_t end = rest.find_last_not_of(around);
    return rest.substr(begin, end - begin + 1);
}

bool is_globally_unique(std::string_view id) noexcept {
    if (!has_scheme(id)) return false;
    const std::size_t colon = id.find(':');
    const std::string_view scheme = id.substr(0, colon);
    const std::string_view rest = id.substr(colon + 1);
    if (same_name(scheme, "urn") || same_name(scheme, "tag")) return !rest.empty();
    return rest.starts_with("//") && rest.size() > 2;
}

FeedIdentity identify_feed(const FeedHead& head, const std::string& location,
                           const std::string& input) {
    FeedIdentity feed;
    feed.title = plain_line(head.title);
    feed.head = &head;
    for (const std::string* scope : {&location, &head.self, &head.link, &input}) {
        if (feed.scope.empty()) feed.scope = *scope;
    }
    return feed;
}

Document document_of_entry(const FeedEntry& entry, const FeedIdentity& feed,
                           const ReadOptions& options) {
    Document document;
    document.source = feed.title;
    document.url = canonical_url(link_of(entry));
    document.title = title_of(entry);
    document.text = text_of(entry);
    Origin origin = Origin::unknown;
    read_trailers(entry, document, origin);
    document.id = id_of(entry, feed, document);
    document.authors = authors_of(entry, feed);
    for (const FeedText& tag : entry.tags)
        document.tags.push_back(plain_line(tag));
    document.lang = entry.lang;
    document.published = entry.published;
    for (const auto& date : {entry.dated, entry.created, entry.updated}) {
        if (!document.published) document.published = date;
    }
    document.updated = entry.updated;
    document.kind = guess_kind({.origin = origin,
                                .url = document.url,
                                .title = document.title,
                                .text = document.text,
                                .has_media = entry.has_media});
    finish_document(document, options);
    return document;
}

}  // namespace kb::ingest
