#include "text/html_charset.hpp"

#include <algorithm>

#include "document/ascii.hpp"
#include "text/html_elements.hpp"
#include "text/utf8.hpp"

namespace kb {
namespace {

/// "text/html; charset=utf-8" → "utf-8".
std::string charset_of_content(const std::string& content) {
    constexpr std::string_view name = "charset";
    std::size_t at = content.find(name);
    if (at == std::string::npos) return {};
    at = content.find_first_not_of(" \t\r\n\f", at + name.size());
    if (at == std::string::npos || content[at] != '=') return {};
    at = content.find_first_not_of(" \t\r\n\f\"'", at + 1);
    if (at == std::string::npos) return {};
    return content.substr(at, content.find_first_of(" \t\r\n\f\"';", at) - at);
}

std::string charset_of_meta(std::string_view attributes) {
    std::string declared;
    std::string content;
    bool is_content_type = false;
    HtmlAttribute attribute;
    while (take_html_attribute(attributes, attribute)) {
        const std::string name = ascii_lowered(attribute.name.substr(0, 16));
        const std::string value = ascii_lowered(attribute.value.substr(0, 256));
        if (name == "charset") declared = value;
        if (name == "http-equiv") is_content_type = value == "content-type";
        if (name == "content") content = value;
    }
    if (!declared.empty()) return declared;
    return is_content_type ? charset_of_content(content) : std::string();
}

/// Behind the tag, comment or script that begins at `at`.
std::size_t behind_markup(std::string_view head, std::size_t at, const HtmlTag& tag) {
    const auto behind = [&](std::string_view end) {
        const std::size_t found = head.find(end, at + 1);
        return found == std::string_view::npos ? head.size() : found + end.size();
    };
    if (head.substr(at).starts_with("<!--")) return behind("-->");
    const std::string name = ascii_lowered(tag.name.substr(0, 16));
    if (!tag.end && name == "script") return behind("</script");
    if (!tag.end && name == "style") return behind("</style");
    return at + std::max<std::size_t>(tag.size, 1);
}

/// Whether more characters beyond ASCII are malformed than well-formed UTF-8.
bool is_hardly_utf8(std::string_view head) {
    std::size_t valid = 0;
    std::size_t malformed = 0;
    for (std::size_t at = 0; at < head.size();) {
        const Utf8Step step = decode_utf8(head, at);
        if (step.valid && step.bytes > 1) ++valid;
        if (!step.valid && !step.cut_off) ++malformed;
        at += step.bytes;
    }
    return malformed > valid;
}

}  // namespace

std::string html_charset_label(std::string_view head) {
    constexpr std::size_t examined = std::size_t{16} << 10U;
    head = head.substr(0, examined);
    for (std::size_t at = head.find('<'); at < head.size(); at = head.find('<', at)) {
        const HtmlTag tag = read_html_tag(head.substr(at));
        const std::string name = tag.end ? std::string() : ascii_lowered(tag.name.substr(0, 16));
        if (name == "body") break;
        if (name == "meta") {
            if (std::string label = charset_of_meta(tag.attributes); !label.empty()) return label;
        }
        // A tag that does not end has none behind it either.
        const bool unfinished = tag.size == 0 && head.find('>', at) == std::string_view::npos;
        if (unfinished) break;
        at = behind_markup(head, at, tag);
    }
    return {};
}

Charset html_charset(std::string_view head, std::string_view label) {
    Charset detected = detect_charset(head);
    if (detected.bom_length > 0) return detected;
    const std::optional<Charset> told = find_charset(label);
    std::optional<Charset> declared = told ? told : find_charset(html_charset_label(head));
    if (!declared) return detected;
    if (!told && declared->name.starts_with("UTF-16")) declared = Charset{};
    if (declared->name == Charset{}.name && is_hardly_utf8(head)) return detected;
    return *declared;
}

}  // namespace kb
