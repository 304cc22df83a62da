#include "output/highlight.hpp"

#include <algorithm>

#include "kb/display.hpp"

namespace kb::tools {
namespace {

/// [begin, end): bytes.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

bool starts_code_point(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

/// The ranges (ascending) in bytes of well-formed text.
std::vector<ByteRange> byte_ranges(std::string_view text, const std::vector<TextRange>& ranges) {
    std::size_t byte = 0;
    std::size_t code_point = 0;
    const auto byte_of = [&](std::size_t wanted) {
        while (code_point < wanted && byte < text.size()) {
            ++byte;
            while (byte < text.size() && !starts_code_point(text[byte]))
                ++byte;
            ++code_point;
        }
        return byte;
    };
    std::vector<ByteRange> bytes;
    for (const TextRange& range : ranges) {
        const std::size_t begin = byte_of(range.begin);
        const std::size_t end = byte_of(range.end);
        if (begin < end) bytes.push_back({begin, end});
    }
    return bytes;
}

/// Paints line by line; ranges may reach over several lines.
std::string painted(std::string_view text, ByteRange line, const std::vector<ByteRange>& ranges,
                    const HighlightStyle& style) {
    std::string out;
    std::size_t at = line.begin;
    const auto paint_until = [&](std::size_t end, Role role) {
        if (end <= at) return;
        out += paint(role, text.substr(at, end - at), style.colors);
        at = end;
    };
    for (const ByteRange& range : ranges) {
        if (range.end <= at) continue;
        if (range.begin >= line.end) break;
        paint_until(range.begin, style.text);
        paint_until(std::min(range.end, line.end), style.match);
    }
    paint_until(line.end, style.text);
    return out;
}

}  // namespace

std::vector<std::string> highlighted_lines(std::string_view text,
                                           const std::vector<TextRange>& ranges,
                                           std::size_t columns, const HighlightStyle& style) {
    const std::string safe = printable(text);
    const std::string_view view = safe;
    const std::vector<ByteRange> bytes = byte_ranges(view, ranges);
    if (columns == 0) return {painted(view, {0, view.size()}, bytes, style)};
    std::vector<std::string> lines;
    for (const std::string_view line : wrap(view, columns)) {
        const auto begin = static_cast<std::size_t>(line.data() - view.data());
        lines.push_back(painted(view, {begin, begin + line.size()}, bytes, style));
    }
    return lines;
}

}  // namespace kb::tools
