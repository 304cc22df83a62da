#include "ingest/river_title.hpp"

#include <algorithm>
#include <array>

#include "ingest/age.hpp"
#include "ingest/lines.hpp"
#include "ingest/trailers.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

/// A line that ends with a full stop beyond this many code points is a sentence of a text.
constexpr std::size_t longest_sentence_title = 120;

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return text.ends_with(ending); });
}

/// "He wrote:" goes on in the next line.
bool leads_on(std::string_view text) {
    return ends_with_any(text, {":", ",", ";", "：", "，", "、", "；"});
}

bool is_long_sentence(std::string_view text) {
    const auto size =
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); });
    return size > static_cast<std::ptrdiff_t>(longest_sentence_title) &&
           ends_with_any(text, {".", "。"}) && !text.ends_with("...");
}

bool is_quotation(std::string_view text) {
    return text.starts_with("> ");
}

}  // namespace

bool can_be_title(std::string_view line) {
    const std::string_view text = trim(line);
    return !text.empty() && bullet_bytes(text) == 0 && !is_quotation(text) && !leads_on(text) &&
           !is_long_sentence(text) && !is_trailer(text) && !is_numeric_age(text);
}

bool RiverTitleFinder::previous_is_title(std::string_view age_line) const {
    if (is_blank(previous_)) return false;
    const std::size_t indented = indentation(previous_);
    if (indentation(age_line) != indented) return false;
    // Deeper indentation within a block is code or a quotation; an export changes it between
    // entries.
    if (indentation_ && indented > *indentation_ && !blank_before_previous_) return false;
    return can_be_title(previous_);
}

void RiverTitleFinder::add(std::string_view line) {
    blank_before_previous_ = is_blank(previous_);
    previous_ = line;
}

void RiverTitleFinder::begin_entry(std::string_view title) {
    indentation_ = indentation(title);
    previous_.clear();
}

}  // namespace kb::ingest
