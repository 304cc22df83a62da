#include "text/html_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/html_blocks.hpp"
#include "text/html_elements.hpp"
#include "text/normalize.hpp"

namespace kb {
namespace {

constexpr bool is_alphanumeric(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Elements that stand in feeds besides those of html_elements.hpp.
constexpr std::array<std::string_view, 14> inline_elements = {
    "abbr", "big", "cite", "del", "ins", "kbd", "q", "s", "small", "span", "sub", "sup", "tt", "u"};

bool is_usual_element(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return find_html_element(lower) != nullptr ||
           std::find(inline_elements.begin(), inline_elements.end(), lower) !=
               inline_elements.end();
}

/// Whether a tag of a usual element or a comment begins here.
bool is_usual_tag(std::string_view text) {
    if (text.starts_with("<!--")) return true;
    constexpr std::size_t longest = 16;
    const std::size_t begin = text.size() > 1 && text[1] == '/' ? 2 : 1;
    std::size_t end = begin;
    while (end < text.size() && end < longest && is_alphanumeric(text[end]))
        ++end;
    if (end >= text.size() || end == begin) return false;
    const bool delimited = text[end] == '>' || text[end] == '/' || text[end] == ' ' ||
                           text[end] == '\n' || text[end] == '\t' || text[end] == '\r';
    return delimited && is_usual_element(text.substr(begin, end - begin));
}

/// "&amp;", "&#39;", "&#x2019;"
bool is_reference(std::string_view text) {
    constexpr std::size_t longest = 12;
    constexpr std::size_t shortest = 2;  // "&lt;"
    const bool numeric = text.size() > 1 && text[1] == '#';
    const std::size_t begin = numeric ? 2 : 1;
    std::size_t end = begin;
    while (end < text.size() && end < longest && is_alphanumeric(text[end]))
        ++end;
    return end >= begin + (numeric ? 1 : shortest) && end < text.size() && text[end] == ';';
}

}  // namespace

std::string html_to_text(std::string_view html) {
    PlainTextBuilder out;
    ReducedHtml reduced(html, HtmlPart::text);
    while (auto piece = reduced.next())
        append_html_text(HtmlTree(std::move(*piece)).root(), {}, out);
    return clean_text(out.take());
}

std::string html_to_line(std::string_view text) {
    return clean_line(looks_like_html(text) ? html_to_text(text) : text);
}

bool looks_like_html(std::string_view text) {
    constexpr std::size_t examined = std::size_t{64} << 10U;
    text = text.substr(0, examined);
    for (std::size_t at = text.find_first_of("<&"); at != std::string_view::npos;
         at = text.find_first_of("<&", at + 1)) {
        const std::string_view here = text.substr(at);
        if (here.front() == '<' ? is_usual_tag(here) : is_reference(here)) return true;
    }
    return false;
}

}  // namespace kb
