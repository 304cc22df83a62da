#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kb {

/// What of a page is wanted.
enum class HtmlPart : std::uint8_t {
    text,  ///< what a reader sees
    page,  ///< besides, what the page says of itself: title, meta, link, JSON-LD
};

/// The markup that decides about the text of a page, and nothing else: scripts, styles, comments,
/// drawings and controls are dropped, and so are the tags of elements that only change how text
/// looks (their text stays) and all attributes but a few. Links become `span`, and `code` within
/// `pre` becomes `var`, which HTML parsers do not treat specially.
///
/// The result is well-formed and its elements are nested at most html_depth_limit deep, each with a
/// small number of attributes: an HTML parser takes linear time for it. Of raw input none does,
/// because unclosed formatting elements are opened anew in every block, each end tag may search all
/// open elements, and each attribute all others of its tag. Elements nested more deeply lose their
/// tags, not their text. Any bytes are accepted. Linear.
std::string reduce_html(std::string_view html, HtmlPart part);

inline constexpr std::size_t html_depth_limit = 200;

}  // namespace kb
