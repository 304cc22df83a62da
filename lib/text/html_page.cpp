#include "text/html_page.hpp"

#include <algorithm>
#include <utility>

#include "document/ascii.hpp"
#include "text/html_blocks.hpp"
#include "text/main_text.hpp"
#include "text/normalize.hpp"

namespace kb {
namespace {

/// Whether a list of words separated by spaces holds one.
bool has_word(std::string_view list, std::string_view word) {
    const std::string words = ' ' + ascii_lowered(list.substr(0, 512)) + ' ';
    return words.find(' ' + std::string(word) + ' ') != std::string::npos;
}

std::string line_of(const GumboNode& node) {
    PlainTextBuilder out;
    append_html_text(node, {}, out);
    return clean_line(out.take());
}

std::string raw_text(const GumboNode& node) {
    std::string text;
    for (const GumboNode* child : children(node))
        text += text_of(*child);
    return text;
}

/// Gathers what a page says of itself.
class Gatherer {
  public:
    Gatherer(HtmlPage& page, const MainText& main) : page_(page), main_(main) {}

    void walk(const GumboNode& node) {
        element(node);
        const bool begins_main = &node == &main_.element();
        const bool outer_article = in_article_;
        in_main_ = in_main_ || begins_main;
        in_article_ = in_article_ || tag_of(node) == GUMBO_TAG_ARTICLE;
        for (const GumboNode* child : children(node)) {
            if (!main_.leaves_out(*child) || says_of_text(*child)) walk(*child);
        }
        if (begins_main) in_main_ = false;
        in_article_ = outer_article;
    }

  private:
    /// Whether what is left out of the text still belongs to it.
    bool says_of_text(const GumboNode& node) const {
        return MainText::is_byline(node) || (in_article_ && tag_of(node) == GUMBO_TAG_FOOTER);
    }

    void element(const GumboNode& node) {
        switch (tag_of(node)) {
            case GUMBO_TAG_HTML:
                page_.lang = attribute(node, "lang");
                return;
            case GUMBO_TAG_TITLE:
                if (page_.title.empty()) page_.title = clean_line(raw_text(node));
                return;
            case GUMBO_TAG_META:
                return meta(node);
            case GUMBO_TAG_LINK:
                if (page_.canonical.empty() && has_word(attribute(node, "rel"), "canonical"))
                    page_.canonical = attribute(node, "href");
                return;
            case GUMBO_TAG_BASE:
                if (page_.base.empty()) page_.base = attribute(node, "href");
                return;
            case GUMBO_TAG_SCRIPT:
                page_.linked_data.push_back(raw_text(node));
                return;
            case GUMBO_TAG_TIME:
                return time(node);
            case GUMBO_TAG_H1:
                if (page_.heading.empty() || (in_main_ && !heading_in_main_)) {
                    page_.heading = line_of(node);
                    heading_in_main_ = in_main_;
                }
                return;
            default:
                return labels(node);
        }
    }

    void meta(const GumboNode& node) {
        for (const char* kind : {"property", "name", "itemprop"}) {
            const std::string_view name = attribute(node, kind);
            if (name.empty()) continue;
            page_.meta.push_back({ascii_lowered(name), std::string(attribute(node, "content"))});
        }
    }

    void time(const GumboNode& node) {
        HtmlTime time;
        time.datetime = attribute(node, "datetime");
        if (time.datetime.empty()) time.datetime = line_of(node);
        const std::string hints =
            ascii_lowered(std::string(attribute(node, "itemprop")) + ' ' +
                          std::string(attribute(node, "class").substr(0, 512)));
        time.published = hints.find("publish") != std::string::npos;
        time.updated = hints.find("modified") != std::string::npos ||
                       hints.find("updated") != std::string::npos;
        if (!time.datetime.empty()) page_.times.push_back(std::move(time));
    }

    void labels(const GumboNode& node) {
        const std::string_view rel = attribute(node, "rel");
        if (has_word(rel, "tag")) page_.tags.push_back(line_of(node));
        if (has_word(rel, "author")) page_.authors.push_back(line_of(node));
    }

    HtmlPage& page_;
    const MainText& main_;
    bool in_main_ = false;
    bool in_article_ = false;
    bool heading_in_main_ = false;
};

/// Whether the heading is what the page calls itself, so that it need not stand in the text.
bool is_title(const HtmlPage& page) {
    if (page.heading.empty()) return false;
    const std::string_view shared = page.find_meta("og:title");
    return (page.title.empty() && shared.empty()) ||
           page.title.find(page.heading) != std::string::npos ||
           shared.find(page.heading) != std::string_view::npos;
}

/// Reads a page, or its first piece: without the others nobody knows which is the main text.
void append_main_text(const HtmlTree& tree, bool whole, HtmlPage& page, PlainTextBuilder& out) {
    const MainText main(tree.root());
    Gatherer(page, main).walk(tree.root());
    bool heading_seen = !is_title(page);
    const auto leave_out = [&](const GumboNode& node) {
        if (whole && main.leaves_out(node)) return true;
        if (heading_seen || tag_of(node) != GUMBO_TAG_H1) return false;
        heading_seen = true;
        return true;
    };
    append_html_text(whole ? main.element() : tree.root(), leave_out, out);
}

}  // namespace

std::string_view HtmlPage::find_meta(std::string_view name) const noexcept {
    const auto found =
        std::find_if(meta.begin(), meta.end(), [&](const HtmlMeta& m) { return m.name == name; });
    return found == meta.end() ? std::string_view() : std::string_view(found->content);
}

HtmlPage read_html_page(std::string_view html) {
    ReducedHtml reduced(html, HtmlPart::page);
    HtmlPage page;
    PlainTextBuilder out;
    {
        const HtmlTree first(*reduced.next());
        append_main_text(first, reduced.at_end(), page, out);
    }
    while (auto piece = reduced.next())
        append_html_text(HtmlTree(std::move(*piece)).root(), {}, out);
    page.text = clean_text(out.take());
    return page;
}

std::string_view saved_from(std::string_view html) {
    constexpr std::size_t examined = 4096;
    html = html.substr(0, examined);
    constexpr std::string_view by_browser = "saved from url=(";
    std::size_t at = html.find(by_browser);
    if (at == std::string_view::npos && html.find("SingleFile") != std::string_view::npos) {
        at = html.find("url:");
    }
    if (at == std::string_view::npos) return {};
    const std::size_t begin = html.find("http", at);
    if (begin == std::string_view::npos || begin > at + by_browser.size() + 8) return {};
    const std::size_t end = html.find_first_of(" \t\r\n<>\"", begin);
    return html.substr(begin, end - begin);
}

}  // namespace kb
