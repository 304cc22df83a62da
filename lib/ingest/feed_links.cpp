#include "ingest/feed_links.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "document/ascii.hpp"
#include "ingest/fetch/web_url.hpp"
#include "ingest/xml/entities.hpp"
#include "text/html_elements.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t longest_value = 4096;
/// What is looked at of a page, and of one tag: tags without end must not be read again and again.
constexpr std::size_t longest_head = std::size_t{1} << 20;
constexpr std::size_t longest_tag = 2048;

constexpr std::array<std::string_view, 6> feed_types = {
    "application/rss+xml",   "application/atom+xml", "application/rdf+xml",
    "application/feed+json", "application/xml",      "text/xml"};

/// Elements whose content is no markup.
constexpr std::array<std::string_view, 6> raw_elements = {"script",   "style", "textarea",
                                                          "noscript", "title", "xmp"};

template <typename Range>
bool contains(const Range& range, std::string_view value) {
    return std::find(range.begin(), range.end(), value) != range.end();
}

/// An attribute's value with its character references resolved.
std::string unescaped(std::string_view value) {
    std::string out;
    for (value = value.substr(0, longest_value); !value.empty();) {
        const XmlReference reference =
            value.front() == '&' ? read_xml_reference(value) : XmlReference{};
        std::optional<char32_t> character;
        if (reference.name == "amp") character = U'&';
        if (reference.name == "quot") character = U'"';
        if (reference.size > 0 && !character) {
            character = reference.name.empty() ? referenced_character(reference.number)
                                               : html_entity(reference.name);
        }
        if (character) {
            append_utf8(*character, out);
            value.remove_prefix(reference.size);
        } else {
            out += value.front();
            value.remove_prefix(1);
        }
    }
    return out;
}

/// The attributes of a <link> or <base>.
struct Attributes {
    std::string rel;
    std::string type;
    std::string href;
    std::string title;
};

Attributes attributes_of(std::string_view text) {
    constexpr int most_attributes = 64;
    Attributes found;
    HtmlAttribute attribute;
    for (int i = 0; i < most_attributes && take_html_attribute(text, attribute); ++i) {
        const std::string name = ascii_lowered(attribute.name.substr(0, 8));
        if (name == "rel") found.rel = ascii_lowered(unescaped(attribute.value));
        if (name == "type") found.type = ascii_lowered(clean_line(unescaped(attribute.value)));
        if (name == "href") found.href = clean_line(unescaped(attribute.value));
        if (name == "title") found.title = clean_line(unescaped(attribute.value));
    }
    return found;
}

/// Whether a list of words, divided by white space, holds one.
bool holds_word(std::string_view list, std::string_view word) {
    constexpr std::string_view spaces = " \t\r\n\f";
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(spaces), list.size());
        if (list.substr(0, end) == word) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

bool names_feed(const Attributes& link) {
    const std::string_view type = std::string_view(link.type).substr(0, link.type.find(';'));
    return !link.href.empty() && contains(feed_types, type) &&
           (holds_word(link.rel, "alternate") || holds_word(link.rel, "feed"));
}

bool is_of_comments(const FeedLink& link) {
    return ascii_lowered(link.url).find("comment") != std::string::npos ||
           ascii_lowered(link.title).find("comment") != std::string::npos;
}

class LinkFinder {
  public:
    explicit LinkFinder(std::string location) : base_(std::move(location)) {}

    void take(std::string_view name, std::string_view attributes) {
        if (name == "base" && !std::exchange(has_base_, true)) {
            const auto base = resolve_url(base_, attributes_of(attributes).href);
            if (base && base->is_web()) base_ = base->text;
        }
        if (name == "link" && links_.size() < most_links) add(attributes_of(attributes));
    }

    std::vector<FeedLink> links() {
        std::stable_partition(links_.begin(), links_.end(),
                              [](const FeedLink& link) { return !is_of_comments(link); });
        return std::move(links_);
    }

  private:
    void add(const Attributes& link) {
        if (!names_feed(link)) return;
        const auto url = resolve_url(base_, link.href);
        if (!url || !url->is_web() || url->host.empty()) return;
        const bool known = std::any_of(links_.begin(), links_.end(), [&](const FeedLink& other) {
            return other.url == url->text;
        });
        if (!known) links_.push_back({url->text, link.title});
    }

    std::string base_;
    bool has_base_ = false;
    std::vector<FeedLink> links_;
};

/// Where the end tag of a raw element is; the end if there is none.
std::size_t end_of_raw(std::string_view html, std::size_t at, std::string_view name) {
    while ((at = html.find("</", at)) != std::string_view::npos) {
        if (ascii_lowered(html.substr(at + 2, name.size())) == name) return at;
        at += 2;
    }
    return html.size();
}

}  // namespace

std::vector<FeedLink> feed_links(std::string_view html, const std::string& location) {
    LinkFinder finder(location);
    html = html.substr(0, longest_head);
    std::size_t at = 0;
    while ((at = html.find('<', at)) != std::string_view::npos) {
        if (html.substr(at).starts_with("<!--")) {
            at = std::min(html.find("-->", at + 4), html.size());
            continue;
        }
        const HtmlTag tag = read_html_tag(html.substr(at, longest_tag));
        at += std::max<std::size_t>(tag.size, 1);
        if (tag.size == 0 || tag.end) continue;
        const std::string name = ascii_lowered(tag.name.substr(0, 16));
        finder.take(name, tag.attributes);
        if (contains(raw_elements, name)) at = end_of_raw(html, at, name);
    }
    return finder.links();
}

}  // namespace kb::ingest
