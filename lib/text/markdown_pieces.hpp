#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace kb {

/// Lines of a Markdown text and signs in it that may be markup. A parser takes up to a hundred
/// bytes for each, so that a text with more is read piece by piece.
inline constexpr std::size_t most_markdown_signs = std::size_t{1} << 19U;

/// The text in pieces to be read one after the other: as a whole, as a rule; one with too many
/// signs cut at blank lines outside of code or, where there are none, wherever no word is cut. A
/// link whose definition is in another piece is text. Views into the text. Linear.
std::vector<std::string_view> markdown_pieces(std::string_view markdown);

}  // namespace kb
