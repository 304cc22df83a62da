#include "text/combining.hpp"

#include <unicode/uchar.h>

#include "text/utf8.hpp"

namespace kb {

namespace {

/// By what it decomposes to: some vowel signs of Tibetan are no marks, but two of them inside.
bool is_combining(char32_t c) noexcept {
    return c >= 0x300 && u_getIntPropertyValue(static_cast<UChar32>(c),
                                               UCHAR_LEAD_CANONICAL_COMBINING_CLASS) != 0;
}

/// Case folding removes these, and so brings together the marks on both sides.
bool is_ignorable(char32_t c) noexcept {
    return c >= 0xAD &&
           u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

}  // namespace

void append_with_few_marks(std::string_view text, std::string& out) {
    int marks = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        if (is_combining(step.code_point)) {
            ++marks;
        } else if (marks > 0 && !is_ignorable(step.code_point)) {
            marks = 0;
        }
        if (marks <= max_marks) out.append(text, i, step.bytes);
        i += step.bytes;
    }
}

std::string repair_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        append_utf8(step.code_point, out);
        i += step.bytes;
    }
    return out;
}

}  // namespace kb
