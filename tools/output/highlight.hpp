#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/style.hpp"
#include "kb/results.hpp"

namespace kb::tools {

/// How marked text is painted.
struct HighlightStyle {
    Role text = Role::plain;
    Role match = Role::match;
    bool colors = false;
};

/// The text made printable, cut into lines of at most `columns` (0: one line) and painted, with the
/// ranges of code points in the colour of a match. Ranges outside the text are cut to it.
std::vector<std::string> highlighted_lines(std::string_view text,
                                           const std::vector<TextRange>& ranges,
                                           std::size_t columns, const HighlightStyle& style);

}  // namespace kb::tools
