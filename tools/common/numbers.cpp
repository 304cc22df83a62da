#include "common/numbers.hpp"

#include <array>
#include <charconv>

namespace kb::tools {

std::string with_thousands(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
    return with_thousands(number) + " " + std::string(number == 1 ? singular : plural);
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 5> units = {" bytes", " kB", " MB", " GB", " TB"};
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    // 999.95 would print as 1000.0.
    for (; amount >= 999.95 && unit + 1 < units.size(); ++unit)
        amount /= 1000;
    return (unit == 0 ? std::to_string(bytes) : fixed(amount, 1)) + std::string(units[unit]);
}

std::string fixed(double number, int decimals) {
    std::array<char, 400> buffer{};  // the longest double has 309 digits before the point
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                            std::chars_format::fixed, decimals);
    return error == std::errc{} ? std::string(buffer.data(), end) : std::string("0");
}

std::string shortest(double number) {
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return error == std::errc{} ? std::string(buffer.data(), end) : std::string("0");
}

}  // namespace kb::tools
