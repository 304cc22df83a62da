#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kb {

/// The plain text of a Markdown text.
struct MarkdownText {
    std::string title;  ///< the first heading of the first level, else the first heading
    std::string text;   ///< without that heading if it stands at the beginning
};

/// Reads Markdown: CommonMark with GitHub's tables, task lists, strikethrough and bare links, and
/// footnotes. Blocks are laid out as html_to_text does; the targets of links are dropped, and so
/// are comments and the tags of embedded HTML (whose text is kept), link definitions, images
/// within links and images that stand alone (badges, logos). Of other images the description
/// stays. A code block stands as it is, below a line that names its language, if it has one, with
/// a colon ("python:"). Task list items begin with "☐ " or "☑ ".
/// Never throws but for memory. Linear.
MarkdownText read_markdown(std::string_view markdown);

/// Cells of all tables of a text, and those among them that rows need not write. Where there are
/// more, none is a table.
inline constexpr std::size_t most_table_cells = std::size_t{1} << 20U;
inline constexpr std::size_t unwritten_table_cells = 1024;

/// Bare links ("www.example.org") in one paragraph. Where there are more in any, none in the text
/// is a link, which shows only where signs of emphasis stand within one.
inline constexpr std::size_t most_bare_links = 1024;

/// Markdown as HTML for html_to_text and its kin: without attributes that do not matter there.
std::string markdown_to_html(std::string_view markdown);

}  // namespace kb
