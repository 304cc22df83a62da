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

/// The passage of at most `length` code points that shows most of what the query asks for, or the
/// beginning of the text where it shows nothing. Reads the text in pieces and stops where nothing
/// better can come; at most the first max_snippet_bytes.
Snippet make_snippet(Highlighter& highlighter, std::string_view text, std::string_view lang,
                     std::uint32_t length);

inline constexpr std::size_t max_snippet_bytes = std::size_t{512} << 10;

/// What of a title the query asks for, in code points; ascending, not overlapping.
std::vector<TextRange> title_highlights(Highlighter& highlighter, std::string_view title,
                                        std::string_view lang);

}  // namespace kb::search
