#include "text/html_elements.hpp"

#include <algorithm>
#include <array>

namespace kb {
namespace {

using enum HtmlRole;

// Sorted by name.
constexpr std::array table = {
    HtmlElement{"a", inline_kept},
    HtmlElement{"address", block},
    HtmlElement{"article", block},
    HtmlElement{"aside", block},
    HtmlElement{"audio", tree_dropped},
    HtmlElement{"b", unwrapped},
    HtmlElement{"base", page_only},
    HtmlElement{"blockquote", block},
    HtmlElement{"body", once},
    HtmlElement{"br", empty},
    HtmlElement{"button", tree_dropped},
    HtmlElement{"canvas", tree_dropped},
    HtmlElement{"caption", block},
    HtmlElement{"center", block},
    HtmlElement{"code", inline_kept},
    HtmlElement{"datalist", tree_dropped},
    HtmlElement{"dd", block},
    HtmlElement{"details", block},
    HtmlElement{"dialog", block},
    HtmlElement{"dir", block},
    HtmlElement{"div", block},
    HtmlElement{"dl", block},
    HtmlElement{"dt", block},
    HtmlElement{"em", unwrapped},
    HtmlElement{"fieldset", block},
    HtmlElement{"figcaption", block},
    HtmlElement{"figure", block},
    HtmlElement{"font", unwrapped},
    HtmlElement{"footer", block},
    HtmlElement{"form", block},
    HtmlElement{"h1", block},
    HtmlElement{"h2", block},
    HtmlElement{"h3", block},
    HtmlElement{"h4", block},
    HtmlElement{"h5", block},
    HtmlElement{"h6", block},
    HtmlElement{"header", block},
    HtmlElement{"hgroup", block},
    HtmlElement{"hr", empty},
    HtmlElement{"html", once},
    HtmlElement{"i", unwrapped},
    HtmlElement{"iframe", raw_dropped},
    HtmlElement{"img", empty},
    HtmlElement{"li", block},
    HtmlElement{"link", page_only},
    HtmlElement{"listing", block},
    HtmlElement{"main", block},
    HtmlElement{"menu", block},
    HtmlElement{"meta", page_only},
    HtmlElement{"nav", block},
    HtmlElement{"noembed", raw_dropped},
    HtmlElement{"noframes", raw_dropped},
    HtmlElement{"noscript", tree_dropped},
    HtmlElement{"ol", block},
    HtmlElement{"p", block},
    HtmlElement{"plaintext", raw_code},
    HtmlElement{"pre", block},
    HtmlElement{"script", raw_dropped},
    HtmlElement{"section", block},
    HtmlElement{"select", tree_dropped},
    HtmlElement{"strong", unwrapped},
    HtmlElement{"style", raw_dropped},
    HtmlElement{"summary", block},
    HtmlElement{"svg", tree_dropped},
    HtmlElement{"table", block},
    HtmlElement{"td", block},
    HtmlElement{"template", tree_dropped},
    HtmlElement{"textarea", raw_dropped},
    HtmlElement{"th", block},
    HtmlElement{"time", inline_kept},
    HtmlElement{"title", raw_title},
    HtmlElement{"tr", block},
    HtmlElement{"ul", block},
    HtmlElement{"video", tree_dropped},
    HtmlElement{"xmp", raw_code},
};
static_assert(table.size() <= html_element_limit);
static_assert(std::is_sorted(table.begin(), table.end(),
                             [](const HtmlElement& a, const HtmlElement& b) {
                                 return a.name < b.name;
                             }));

constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// The end of a tag whose name ends at `at`: behind its '>', or 0. A '>' within quotes is part of a
/// value; a quote within an unquoted value is part of that.
std::size_t tag_end(std::string_view html, std::size_t at) noexcept {
    bool value_begins = false;
    for (; at < html.size(); ++at) {
        const char c = html[at];
        if (c == '>') return at + 1;
        if (value_begins && (c == '"' || c == '\'')) {
            at = html.find(c, at + 1);
            if (at == std::string_view::npos) return 0;
        }
        value_begins = c == '=' || (value_begins && is_space(c));
    }
    return 0;
}

}  // namespace

const HtmlElement* find_html_element(std::string_view name) noexcept {
    const auto* const found = std::lower_bound(
        table.begin(), table.end(), name,
        [](const HtmlElement& element, std::string_view wanted) { return element.name < wanted; });
    return found != table.end() && found->name == name ? found : nullptr;
}

std::size_t html_element_index(const HtmlElement& element) noexcept {
    return static_cast<std::size_t>(&element - table.data());
}

HtmlTag read_html_tag(std::string_view html) noexcept {
    HtmlTag tag;
    tag.end = html.size() > 1 && html[1] == '/';
    const std::size_t begin = tag.end ? 2 : 1;
    if (begin >= html.size() || !is_letter(html[begin])) return {};
    std::size_t end = begin;
    while (end < html.size() && !is_space(html[end]) && html[end] != '/' && html[end] != '>')
        ++end;
    const std::size_t behind = tag_end(html, end);
    if (behind == 0) return {};
    tag.name = html.substr(begin, end - begin);
    tag.attributes = html.substr(end, behind - 1 - end);
    tag.size = behind;
    return tag;
}

bool take_html_attribute(std::string_view& attributes, HtmlAttribute& attribute) noexcept {
    std::size_t at = 0;
    const auto skip_spaces = [&] {
        while (at < attributes.size() && is_space(attributes[at]))
            ++at;
    };
    while (at < attributes.size() && (is_space(attributes[at]) || attributes[at] == '/'))
        ++at;
    const std::size_t name = at;
    while (at < attributes.size() && !is_space(attributes[at]) && attributes[at] != '/' &&
           (attributes[at] != '=' || at == name))
        ++at;
    attribute = {attributes.substr(name, at - name), {}};
    skip_spaces();
    if (at < attributes.size() && attributes[at] == '=') {
        ++at;
        skip_spaces();
        const char quote = at < attributes.size() ? attributes[at] : ' ';
        const bool quoted = quote == '"' || quote == '\'';
        const std::size_t value = at + (quoted ? 1 : 0);
        std::size_t end = quoted ? attributes.find(quote, value) : value;
        while (!quoted && end < attributes.size() && !is_space(attributes[end]))
            ++end;
        end = std::min(end, attributes.size());
        attribute.value = attributes.substr(value, end - value);
        at = std::min(end + (quoted ? 1 : 0), attributes.size());
    }
    attributes.remove_prefix(at);
    return !attribute.name.empty();
}

}  // namespace kb
