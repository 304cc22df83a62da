#include "text/graphemes.hpp"

#include <unicode/uchar.h>

#include "text/utf8.hpp"

namespace kb {

namespace {

constexpr int max_characters_back = 64;
constexpr char32_t zero_width_joiner = 0x200D;

UGraphemeClusterBreak break_class(char32_t c) {
    return static_cast<UGraphemeClusterBreak>(
        u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GRAPHEME_CLUSTER_BREAK));
}

/// Whether no cut is wanted between two characters. Regional indicators are kept together two by
/// two only as far as they stand in runs of two: a longer run may be cut anywhere.
bool belongs_together(char32_t before, char32_t after) {
    switch (break_class(after)) {
        case U_GCB_EXTEND:
        case U_GCB_ZWJ:
        case U_GCB_SPACING_MARK:
        case U_GCB_V:
        case U_GCB_T:
            return true;
        case U_GCB_REGIONAL_INDICATOR:
            return break_class(before) == U_GCB_REGIONAL_INDICATOR;
        default:
            return before == zero_width_joiner || break_class(before) == U_GCB_PREPEND;
    }
}

std::size_t previous(std::string_view text, std::size_t at) {
    do {
        --at;
    } while (at > 0 && is_continuation(text[at]));
    return at;
}

}  // namespace

std::size_t grapheme_start(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    while (at > 0 && is_continuation(text[at]))
        --at;
    for (int steps = 0; at > 0 && steps < max_characters_back; ++steps) {
        const std::size_t before = previous(text, at);
        if (!belongs_together(decode_utf8(text, before).code_point,
                              decode_utf8(text, at).code_point))
            break;
        at = before;
    }
    return at;
}

}  // namespace kb
