#include "query/suffix.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace kb::query {
namespace {

// Anything smaller is the same as nothing; it also keeps the text of a weight short.
constexpr double min_weight = 1e-6;

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// -2, 0.5, .5, 2.
bool is_number(std::string_view text) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    const auto dots = std::count(text.begin(), text.end(), '.');
    return digits > 0 && dots <= 1 && digits + dots == std::ssize(text);
}

}  // namespace

std::optional<std::string_view> take_weight(std::string_view& text) noexcept {
    const std::size_t caret = text.rfind('^');
    if (caret == std::string_view::npos) return std::nullopt;
    const std::string_view number = text.substr(caret + 1);
    if (!is_number(number)) return std::nullopt;
    text = text.substr(0, caret);
    return number;
}

std::optional<std::string_view> take_distance(std::string_view& text) noexcept {
    const std::size_t tilde = text.rfind('~');
    if (tilde == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(tilde + 1);
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    text = text.substr(0, tilde);
    return digits;
}

std::optional<double> parse_weight(std::string_view number) noexcept {
    double weight = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), weight);
    if (error != std::errc{} || !(weight >= min_weight && weight <= max_weight)) {
        return std::nullopt;
    }
    return weight;
}

std::string weight_text(double weight) {
    std::array<char, 400> buffer{};  // enough for any double
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), weight,
                                            std::chars_format::fixed);
    return error == std::errc{} ? std::string(buffer.data(), end) : std::string("1");
}

unsigned clamped_number(std::string_view digits, unsigned most) noexcept {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} ? std::min(value, most) : most;
}

}  // namespace kb::query
