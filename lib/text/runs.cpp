#include "text/runs.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace kb {

namespace {

/// Between the stem and the endings of Persian words; in Indic scripts it stands within syllables.
constexpr char32_t zero_width_non_joiner = 0x200C;

constexpr bool is_arabic(char32_t c) noexcept {
    return c >= 0x0600 && c <= 0x077F;
}
constexpr bool is_hebrew_letter(char32_t c) noexcept {
    return c >= 0x05D0 && c <= 0x05EA;
}
constexpr bool is_l(char32_t c) noexcept {
    return c == U'l' || c == U'L';
}

char32_t code_point_at(std::string_view text, std::size_t i) {
    return i < text.size() ? decode_utf8(text, i).code_point : 0;
}

/// What `c` is to the tokenizer between those characters.
CharTraits traits_between(char32_t before, char32_t c, std::string_view text, std::size_t next) {
    constexpr CharTraits silent_joiner{CharClass::joiner, '\''};
    switch (c) {
        case U'"':  // gershayim as they are typed
            if (is_hebrew_letter(before) && is_hebrew_letter(code_point_at(text, next))) {
                return silent_joiner;
            }
            break;
        case zero_width_non_joiner:
            if (is_arabic(before)) return silent_joiner;
            break;
        case middle_dot:
        case hyphenation_point:
            if (is_l(before) && is_l(code_point_at(text, next))) return {CharClass::extend, 0};
            break;
        default:
            break;
    }
    return char_traits(c);
}

}  // namespace

void UnicodeRun::assign(std::string_view text, std::size_t offset) {
    text_ = text;
    offset_ = offset;
    chars_.clear();
    for (std::uint32_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        const std::uint32_t end = i + step.bytes;
        const char32_t before = chars_.empty() ? 0 : chars_.back().code_point;
        CharTraits traits =
            step.valid ? traits_between(before, step.code_point, text, end) : CharTraits{};
        if (traits.cls == CharClass::extend) {
            const bool follows = !chars_.empty() && chars_.back().traits.cls != CharClass::other &&
                                 chars_.back().traits.cls != CharClass::joiner;
            if (follows) {
                chars_.back().end = end;
                chars_.back().marked = true;
                i = end;
                continue;
            }
            traits = {};
        }
        chars_.push_back({step.code_point, i, end, traits, false});
        i = end;
    }
}

bool UnicodeRun::simple(std::size_t begin, std::size_t end) const noexcept {
    return std::all_of(chars_.begin() + static_cast<std::ptrdiff_t>(begin),
                       chars_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const Char& c) { return c.code_point < simple_fold_end && !c.marked; });
}

}  // namespace kb
