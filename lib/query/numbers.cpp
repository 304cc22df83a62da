#include "query/numbers.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

#include "query/field_names.hpp"

namespace kb::query {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

using Result = std::variant<ast::NumberRange, RangeError>;

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    if (text.empty() || error != std::errc{} || end != last) return std::nullopt;
    return value;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

Result parse_ends(ast::NumberField field, std::string_view from, std::string_view to) {
    ast::NumberRange range{field, parse_number(from), parse_number(to)};
    const bool malformed = (!range.min && !from.empty()) || (!range.max && !to.empty());
    if (malformed || (!range.min && !range.max)) return RangeError::malformed;
    if (range.min && range.max && *range.min > *range.max) return RangeError::empty;
    return range;
}

Result parse_greater(ast::NumberField field, std::string_view text) {
    const bool or_equal = take(text, "=");
    const std::optional<std::uint64_t> number = parse_number(text);
    if (!number) return RangeError::malformed;
    if (or_equal) return ast::NumberRange{field, number, std::nullopt};
    if (*number == largest) return RangeError::empty;
    return ast::NumberRange{field, *number + 1, std::nullopt};
}

Result parse_less(ast::NumberField field, std::string_view text) {
    const bool or_equal = take(text, "=");
    const std::optional<std::uint64_t> number = parse_number(text);
    if (!number) return RangeError::malformed;
    if (or_equal) return ast::NumberRange{field, std::nullopt, number};
    if (*number == 0) return RangeError::empty;
    return ast::NumberRange{field, std::nullopt, *number - 1};
}

}  // namespace

Result parse_number_range(ast::NumberField field, std::string_view text) {
    if (take(text, ">")) return parse_greater(field, text);
    if (take(text, "<")) return parse_less(field, text);
    if (take(text, "=")) return parse_ends(field, text, text);
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) return parse_ends(field, text, text);
    return parse_ends(field, text.substr(0, dots), text.substr(dots + 2));
}

std::string to_query_text(const ast::NumberRange& range) {
    const std::string name = std::string(field_name(range.field)) + ":";
    if (!range.max) return name + ">=" + std::to_string(range.min.value_or(0));
    const std::string max = std::to_string(*range.max);
    if (!range.min) return name + "<=" + max;
    if (range.min == range.max) return name + max;
    return name + std::to_string(*range.min) + ".." + max;
}

}  // namespace kb::query
