#include <algorithm>
#include <array>

#include "kb/document.hpp"

namespace kb {
namespace {

using std::chrono::sys_days;

constexpr Timestamp earliest = sys_days{std::chrono::year{0} / 1 / 1};
constexpr Timestamp latest = sys_days{std::chrono::year{10000} / 1 / 1} - std::chrono::seconds{1};

/// Takes fixed-width pieces off the front of a text.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool take(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Any one of `expected`, or 0.
    char take_any(std::string_view expected) {
        for (const char c : expected) {
            if (take(c)) return c;
        }
        return 0;
    }

    /// Exactly `width` digits of a number up to `limit`.
    std::optional<unsigned> number(std::size_t width, unsigned limit) {
        if (rest_.size() < width) return std::nullopt;
        unsigned value = 0;
        for (const char c : rest_.substr(0, width)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + static_cast<unsigned>(c - '0');
        }
        rest_.remove_prefix(width);
        return value <= limit ? std::optional(value) : std::nullopt;
    }

    bool skip_digits() {
        const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        rest_.remove_prefix(digits);
        return digits > 0;
    }

  private:
    std::string_view rest_;
};

std::optional<Timestamp> scan_date(Scanner& scanner) {
    const auto year = scanner.number(4, 9999);
    if (!year || !scanner.take('-')) return std::nullopt;
    const auto month = scanner.number(2, 12);
    if (!month || !scanner.take('-')) return std::nullopt;
    const auto day = scanner.number(2, 31);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{*month}, std::chrono::day{*day}};
    if (!date.ok()) return std::nullopt;
    return sys_days{date};
}

std::optional<std::chrono::seconds> scan_time(Scanner& scanner) {
    const auto hour = scanner.number(2, 23);
    if (!hour || !scanner.take(':')) return std::nullopt;
    const auto minute = scanner.number(2, 59);
    if (!minute || !scanner.take(':')) return std::nullopt;
    const auto second = scanner.number(2, 60);  // 60: a leap second
    if (!second) return std::nullopt;
    if (scanner.take('.') && !scanner.skip_digits()) return std::nullopt;
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

std::optional<std::chrono::seconds> scan_offset(Scanner& scanner) {
    const char sign = scanner.take_any("Zz+-");
    if (sign == 0) return std::nullopt;
    if (sign == 'Z' || sign == 'z') return std::chrono::seconds{0};
    const auto hours = scanner.number(2, 23);
    if (!hours) return std::nullopt;
    scanner.take(':');
    const auto minutes = scanner.number(2, 59);
    if (!minutes) return std::nullopt;
    const std::chrono::seconds offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return sign == '-' ? -offset : offset;
}

void append_digits(unsigned value, std::size_t width, std::string& out) {
    std::array<char, 4> digits{};
    for (std::size_t i = width; i > 0; --i, value /= 10) {
        digits[i - 1] = static_cast<char>('0' + value % 10);
    }
    out.append(digits.data(), width);
}

}  // namespace

std::string format_timestamp(Timestamp time) {
    const Timestamp clamped = std::clamp(time, earliest, latest);
    const sys_days day = std::chrono::floor<std::chrono::days>(clamped);
    const std::chrono::year_month_day date{day};
    const auto second = static_cast<unsigned>((clamped - day).count());
    std::string out;
    append_digits(static_cast<unsigned>(static_cast<int>(date.year())), 4, out);
    out += '-';
    append_digits(static_cast<unsigned>(date.month()), 2, out);
    out += '-';
    append_digits(static_cast<unsigned>(date.day()), 2, out);
    out += 'T';
    append_digits(second / 3600, 2, out);
    out += ':';
    append_digits(second / 60 % 60, 2, out);
    out += ':';
    append_digits(second % 60, 2, out);
    out += 'Z';
    return out;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    Scanner scanner(text);
    const auto date = scan_date(scanner);
    if (!date || scanner.at_end()) return date;
    if (scanner.take_any("Tt ") == 0) return std::nullopt;
    const auto time = scan_time(scanner);
    if (!time) return std::nullopt;
    const auto offset = scan_offset(scanner);
    if (!offset || !scanner.at_end()) return std::nullopt;
    const Timestamp result = *date + *time - *offset;
    if (result < earliest || result > latest) return std::nullopt;
    return result;
}

}  // namespace kb
