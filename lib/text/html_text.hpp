#pragma once

#include <string>
#include <string_view>

namespace kb {

/// The plain text of a page or a piece of one, as it stands in feeds: blocks are separated by one
/// blank line, `br` ends a line, each list item stands on a line behind "• " (or its number), the
/// cells of a table row on one line with " | " between them (unless they hold blocks themselves,
/// as where a table lays out a page), `pre` stands exactly as it is. The description of an image
/// (`alt`) stands for it. Scripts, styles, comments, drawings and form controls are dropped; link
/// targets, too. Character references are resolved; the result is cleaned as by clean_text.
///
/// Any bytes are accepted, and markup is read as browsers read it: tags that are not closed, that
/// overlap, that are unknown. Never throws but for memory. Linear, whatever is nested in whatever.
/// What is no HTML should not be given, as line ends in it count as spaces; see looks_like_html.
std::string html_to_text(std::string_view html);

/// A title or a name in which there may be markup, on one line. Text that does not look like HTML
/// is taken as it stands ("vector<int>").
std::string html_to_line(std::string_view text);

/// Whether a text is rather HTML than plain text: it holds a tag of a usual element or a character
/// reference ("&amp;", "&#39;"). Looks at the first 64 KiB.
bool looks_like_html(std::string_view text);

}  // namespace kb
