#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/results.hpp"
#include "search/highlighter.hpp"

namespace kb::search {

/// A passage of a text with what it shows of the query.
struct Snippet {
    std::string text;                   ///< one line of plain text
    std::vector<TextRange> highlights;  ///< code points of `text`
};

/// What a snippet may take.
struct SnippetShape {
    std::uint32_t length = 240;   ///< code points of all passages together
    std::uint32_t fragments = 1;  ///< passages at most; each has 40 code points at least
};

/// The passages that show most of what the query asks for, in the order of the text, or its
/// beginning where it shows nothing. A passage begins with a sentence where one is near, else with
/// a word, and cuts no character; white space is one space, but a line end within code is " ⏎ ".
/// Reads the text in pieces, for one passage only as far as something better can come; at most the
/// first max_snippet_bytes.
Snippet make_snippet(Highlighter& highlighter, std::string_view text, std::string_view lang,
                     SnippetShape shape);

inline constexpr std::size_t max_snippet_bytes = std::size_t{512} << 10;

/// What of a title the query asks for, in code points; ascending, not overlapping.
std::vector<TextRange> title_highlights(Highlighter& highlighter, std::string_view title,
                                        std::string_view lang);

}  // namespace kb::search
