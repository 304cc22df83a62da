#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kb {

/// What becomes of an element and its tags when a page is reduced to its text.
enum class HtmlRole : std::uint8_t {
    block,         ///< begins and ends a block; ends an open paragraph
    inline_kept,   ///< within a line, but of interest
    empty,         ///< has no content: br, img
    once,          ///< html and body: their start tag stands once
    raw_dropped,   ///< its content is no markup, and dropped
    raw_title,     ///< title: its content is text
    raw_code,      ///< xmp, plaintext: its content is text that looks like markup
    tree_dropped,  ///< dropped with all that is in it
    page_only,     ///< empty; meta and link
    unwrapped,     ///< the tags are dropped
};

/// An element that kb knows.
struct HtmlElement {
    std::string_view name;  ///< lower case
    HtmlRole role;
};

/// The element of that name, in lower case, or null if it is unknown or merely changes how text
/// looks. The pointer is into a table that begins at html_elements().
const HtmlElement* find_html_element(std::string_view name) noexcept;

/// Its place in the table, less than html_element_count.
std::size_t html_element_index(const HtmlElement& element) noexcept;

inline constexpr std::size_t html_element_limit = 112;

/// A tag as it stands in the text. Views into it.
struct HtmlTag {
    bool end = false;             ///< an end tag
    std::string_view name;        ///< as written
    std::string_view attributes;  ///< what stands between the name and '>'
    std::size_t size = 0;         ///< bytes from '<' to behind '>'
};

/// Reads the tag at the beginning of `html`, which begins with '<'. A tag of size 0 is none: the
/// '<' is text, or the input ends within the tag. Linear in the size of the tag.
HtmlTag read_html_tag(std::string_view html) noexcept;

/// One attribute of a tag.
struct HtmlAttribute {
    std::string_view name;   ///< as written
    std::string_view value;  ///< without quotes, character references as written
};

/// Takes the first attribute off the text between a tag's name and its '>'. Whether there was one.
bool take_html_attribute(std::string_view& attributes, HtmlAttribute& attribute) noexcept;

}  // namespace kb
