#include "text/runs.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace kb {

void UnicodeRun::assign(std::string_view text, std::size_t offset) {
    text_ = text;
    offset_ = offset;
    chars_.clear();
    for (std::uint32_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        const std::uint32_t end = i + step.bytes;
        CharTraits traits = step.valid ? char_traits(step.code_point) : CharTraits{};
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
