#include "text/markdown_pieces.hpp"

#include <algorithm>

#include "text/blocks.hpp"
#include "text/markdown_fences.hpp"

namespace kb {
namespace {

constexpr std::size_t least_piece = std::size_t{64} << 10U;
constexpr std::size_t largest_piece = 4 * least_piece;

bool has_too_many_signs(std::string_view markdown) {
    constexpr std::string_view signs = "\n*_`[]!<>&\\~|:;@.\"";
    if (markdown.size() <= most_markdown_signs) return false;
    return static_cast<std::size_t>(std::count_if(markdown.begin(), markdown.end(), [&](char c) {
               return signs.find(c) != std::string_view::npos;
           })) > most_markdown_signs;
}

/// Where the piece at the beginning of the text ends.
std::size_t piece_end(std::string_view text) {
    MarkdownFences fences;
    for (std::size_t at = 0; at < std::min(text.size(), largest_piece);) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::string_view line = text.substr(at, end - at);
        const bool blank = line.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (blank && at >= least_piece && !fences.is_open()) return end;
        fences.enclose(line);
        at = end;
    }
    return block_end(text, 0, largest_piece);
}

}  // namespace

std::vector<std::string_view> markdown_pieces(std::string_view markdown) {
    if (!has_too_many_signs(markdown)) return {markdown};
    std::vector<std::string_view> pieces;
    while (!markdown.empty()) {
        pieces.push_back(markdown.substr(0, piece_end(markdown)));
        markdown.remove_prefix(pieces.back().size());
    }
    return pieces;
}

}  // namespace kb
