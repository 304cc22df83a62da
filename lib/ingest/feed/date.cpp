#include "ingest/feed/date.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ingest/feed/date_names.hpp"
#include "ingest/lines.hpp"
#include "kb/analyzer.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

namespace chrono = std::chrono;

constexpr std::size_t longest_date = 160;  // bytes; what is longer is prose

struct Token {
    enum class Type : std::uint8_t { number, word, sign };
    Type type = Type::sign;
    std::string_view text;
    std::uint64_t value = 0;  ///< of a number
    bool used = false;        ///< read as part of the time or the zone

    bool is_number() const { return type == Type::number; }
    bool is_number(std::size_t shortest, std::size_t longest) const {
        return is_number() && text.size() >= shortest && text.size() <= longest;
    }
    bool is_sign(char c) const { return type == Type::sign && text.front() == c; }
    bool is_word(std::string_view word) const { return type == Type::word && text == word; }
    bool begins(std::string_view word) const {
        return type == Type::word && text.starts_with(word);
    }
    bool begins_any(std::initializer_list<std::string_view> words) const {
        return std::any_of(words.begin(), words.end(), [&](auto word) { return begins(word); });
    }
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80U;
}

template <typename Belongs>
std::size_t run_length(std::string_view text, Belongs belongs) {
    const auto end = std::find_if_not(text.begin(), text.end(), belongs);
    return static_cast<std::size_t>(end - text.begin());
}

std::uint64_t value_of(std::string_view digits) {
    constexpr std::size_t longest = 18;
    std::uint64_t value = 0;
    for (const char c : digits.substr(0, longest))
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return value;
}

/// Runs of digits, runs of letters, and single other characters; white space only separates.
std::vector<Token> tokenize(std::string_view text) {
    std::vector<Token> tokens;
    while (!text.empty()) {
        if (const std::size_t space = leading_space_bytes(text); space > 0) {
            text.remove_prefix(space);
            continue;
        }
        Token token;
        std::size_t length = run_length(text, is_digit);
        if (length > 0) {
            token.type = Token::Type::number;
            token.value = value_of(text.substr(0, length));
        } else if (length = run_length(text, is_letter); length > 0) {
            token.type = Token::Type::word;
        } else {
            length = 1;
        }
        token.text = text.substr(0, length);
        tokens.push_back(token);
        text.remove_prefix(length);
    }
    return tokens;
}

/// "a.m." and "p. m." as one word, so that the letters are no military zones.
void join_half_of_day(std::string& text) {
    for (const std::string_view half : {"a.m.", "p.m.", "a. m.", "p. m.", "μ.μ.", "π.μ."}) {
        const std::size_t at = text.find(half);
        if (at == std::string::npos) continue;
        std::string joined;
        std::copy_if(half.begin(), half.end(), std::back_inserter(joined),
                     [](char c) { return c != '.' && c != ' '; });
        text.replace(at, half.size(), joined);
        return;
    }
}

struct Date {
    std::int64_t year = 0;
    unsigned month = 1;
    unsigned day = 1;
};

/// RFC 5322, 4.3: two digits up to 49 are of this century, three count from 1900.
std::int64_t full_year(const Token& token) {
    const auto value = static_cast<std::int64_t>(token.value);
    if (token.text.size() >= 4) return value;
    if (token.text.size() == 3) return 1900 + value;
    return value < 50 ? 2000 + value : 1900 + value;
}

std::optional<chrono::sys_days> checked(const Date& date) {
    if (date.year < 1 || date.year > 9999) return std::nullopt;
    const chrono::year_month_day day{chrono::year{static_cast<int>(date.year)},
                                     chrono::month{date.month}, chrono::day{date.day}};
    if (!day.ok()) return std::nullopt;
    return chrono::sys_days{day};
}

/// Reads one date from its tokens. Time and zone are found first and taken out, so that what is
/// left are the parts of the day, in one of a few orders.
class DateScanner {
  public:
    explicit DateScanner(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    std::optional<Timestamp> scan() {
        if (const auto moment = unix_time()) return moment;
        if (!find_time()) return std::nullopt;
        const auto day = find_day();
        if (!day) return std::nullopt;
        return *day + time_ - offset_;
    }

  private:
    using Numbers = std::vector<std::size_t>;

    const Token& at(std::size_t i) const {
        static constexpr Token none{Token::Type::sign, " ", 0, true};
        return i < tokens_.size() && !tokens_[i].used ? tokens_[i] : none;
    }

    void use(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < std::min(end, tokens_.size()); ++i)
            tokens_[i].used = true;
    }

    /// Seconds or milliseconds since 1970 and nothing else.
    std::optional<Timestamp> unix_time() const {
        if (tokens_.size() != 1 || !tokens_[0].is_number()) return std::nullopt;
        const Token& number = tokens_[0];
        const auto value = static_cast<std::int64_t>(number.value);
        if (number.text.size() == 10) return Timestamp{chrono::seconds{value}};
        if (number.text.size() == 13) return Timestamp{chrono::seconds{value / 1000}};
        return std::nullopt;
    }

    // --- time and zone

    /// False if there is a time that no clock shows.
    bool find_time() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            std::size_t end = clock_with_separators(i);
            if (end == i) end = clock_of_digits(i);
            if (end == i) continue;
            if (!apply_half_of_day() || !is_clock()) return false;
            time_ = chrono::hours{hour_} + chrono::minutes{minute_} +
                    chrono::seconds{std::min<std::uint64_t>(second_, 59)};
            find_zone(end);
            return true;
        }
        return true;
    }

    bool is_clock() const {
        const bool end_of_day = hour_ == 24 && minute_ == 0 && second_ == 0;
        return (hour_ < 24 || end_of_day) && minute_ < 60 && second_ <= 60;
    }

    /// "9:05", "09:05:30.5", "9h05", "9時05分30秒" at `i`: where it ends, or `i`.
    std::size_t clock_with_separators(std::size_t i) {
        const auto parts_hours = [&](const Token& token) {
            return token.is_sign(':') || token.is_word("h") ||
                   token.begins_any({"時", "时", "点", "點", "시"});
        };
        if (!at(i).is_number(1, 2) || !parts_hours(at(i + 1))) return i;
        if (!at(i + 2).is_number(1, 2)) return i;
        hour_ = at(i).value;
        minute_ = at(i + 2).value;
        second_ = 0;
        std::size_t end = i + 3;
        if (at(end).begins_any({"分", "분"})) ++end;
        if (at(end).is_sign(':')) ++end;
        if (end > i + 3 && at(end).is_number(1, 2)) {
            second_ = at(end).value;
            ++end;
            if (at(end).begins_any({"秒", "초"})) ++end;
        }
        end = skip_fraction(end);
        use(i, end);
        return end;
    }

    /// "T09", "T0905", "T090530" of ISO 8601's basic form, and the time in "20231127090530".
    std::size_t clock_of_digits(std::size_t i) {
        if (at(i).is_word("t") && i > 0 && at(i - 1).is_number() && at(i + 1).is_number(2, 6) &&
            at(i + 1).text.size() % 2 == 0 && !at(i + 2).is_sign(':')) {
            read_clock_digits(at(i + 1).text);
            const std::size_t end = skip_fraction(i + 2);
            use(i, end);
            return end;
        }
        constexpr std::size_t date_digits = 8;
        Token& token = tokens_[i];
        if (i == 0 && (token.is_number(12, 12) || token.is_number(14, 14))) {
            read_clock_digits(token.text.substr(date_digits));
            token.text = token.text.substr(0, date_digits);
            token.value = value_of(token.text);
            return i + 1;
        }
        return i;
    }

    void read_clock_digits(std::string_view digits) {
        hour_ = value_of(digits.substr(0, 2));
        minute_ = digits.size() >= 4 ? value_of(digits.substr(2, 2)) : 0;
        second_ = digits.size() >= 6 ? value_of(digits.substr(4, 2)) : 0;
    }

    std::size_t skip_fraction(std::size_t i) const {
        const bool point = at(i).is_sign('.') || at(i).is_sign(',');
        const bool long_fraction = at(i).is_sign(':') && at(i + 1).is_number(3, 9);
        return (point || long_fraction) && at(i + 1).is_number() ? i + 2 : i;
    }

    /// Turns a twelve-hour clock into hours of the day; false for "13:05 pm" and the like that mean
    /// nothing.
    bool apply_half_of_day() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (at(i).type != Token::Type::word) continue;
            const auto afternoon = half_of_day(at(i).text);
            if (!afternoon) continue;
            if (at(i).is_word("am") || at(i).is_word("pm")) {
                use(i, i + 1);
                twelve_hours_ = true;
            }
            if (hour_ > 12) return *afternoon;
            hour_ = hour_ % 12 + (*afternoon ? 12 : 0);
            return true;
        }
        return true;
    }

    /// The first zone behind the time; a number wins over the names around it.
    void find_zone(std::size_t i) {
        for (std::size_t at_sign = i; at_sign < std::min(i + 4, tokens_.size()); ++at_sign) {
            if (read_offset(at_sign)) return;
        }
        for (; i < tokens_.size(); ++i) {
            if (at(i).type != Token::Type::word) continue;
            if (const auto minutes = zone_of_name(at(i).text)) {
                offset_ = chrono::minutes{*minutes};
                use(i, i + 1);
                return;
            }
        }
        if (is_korean()) offset_ = chrono::hours{9};
    }

    /// Korean is written in one time zone, so its signs name the zone where nothing else does.
    bool is_korean() const {
        return std::any_of(tokens_.begin(), tokens_.end(), [](const Token& token) {
            return token.begins_any({"년", "오전", "오후"});
        });
    }

    /// "+1", "+01", "+0100", "+01:00", also with U+2212.
    bool read_offset(std::size_t i) {
        const bool minus = at(i).is_sign('-') || at(i).is_word("\u2212");
        if (!minus && !at(i).is_sign('+')) return false;
        const Token& digits = at(i + 1);
        if (!digits.is_number(1, 4)) return false;
        const bool joined = digits.text.size() > 2;
        std::uint64_t hours = joined ? digits.value / 100 : digits.value;
        std::uint64_t minutes = joined ? digits.value % 100 : 0;
        std::size_t end = i + 2;
        if (!joined && at(end).is_sign(':') && at(end + 1).is_number(2, 2)) {
            minutes = at(end + 1).value;
            end += 2;
        }
        constexpr std::uint64_t farthest = 15;
        if (hours > farthest || minutes > 59) return false;
        const auto offset = chrono::hours{hours} + chrono::minutes{minutes};
        offset_ = minus ? -offset : chrono::minutes{offset};
        use(i, end);
        return true;
    }

    // --- the day

    std::optional<chrono::sys_days> find_day() const {
        Numbers numbers;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (at(i).is_number()) numbers.push_back(i);
        }
        if (numbers.empty()) return std::nullopt;
        if (const auto day = east_asian(numbers)) return day;
        if (const auto month = named_month()) return with_named_month(*month, numbers);
        if (const auto day = compact(numbers.front())) return day;
        if (const auto day = week_date(numbers.front())) return day;
        return in_numbers(numbers);
    }

    /// "2023年11月27日"
    std::optional<chrono::sys_days> east_asian(const Numbers& numbers) const {
        Date date;
        bool found = false;
        for (const std::size_t i : numbers) {
            const Token& unit = at(i + 1);
            const auto value = static_cast<unsigned>(std::min<std::uint64_t>(at(i).value, 99));
            if (unit.begins_any({"年", "년"})) {
                date.year = full_year(at(i));
                found = true;
            } else if (unit.begins_any({"月", "월"})) {
                date.month = value;
            } else if (unit.begins_any({"日", "号", "일"})) {
                date.day = value;
            }
        }
        return found ? checked(date) : std::nullopt;
    }

    /// The last one: a weekday's name before it may look like a month's (mardi, martes).
    std::optional<unsigned> named_month() const {
        std::optional<unsigned> month;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (at(i).type != Token::Type::word) continue;
            if (const auto found = month_of_name(at(i).text)) month = found;
        }
        return month;
    }

    /// "27 Nov 2023", "Nov 27, 2023", "2023 Nov 27", "Nov 2023"
    std::optional<chrono::sys_days> with_named_month(unsigned month, const Numbers& numbers) const {
        const Token& first = at(numbers.front());
        const auto is_year = [](const Token& token) {
            return token.text.size() > 2 || token.value > 31;
        };
        Date date;
        date.month = month;
        if (numbers.size() == 1) {
            if (first.text.size() != 4) return std::nullopt;
            date.year = full_year(first);
            return checked(date);
        }
        const Token& second = at(numbers[1]);
        const bool year_first = is_year(first) && !is_year(second);
        const Token& day = year_first ? second : first;
        if (is_year(day)) return std::nullopt;
        date.year = full_year(year_first ? first : second);
        date.day = static_cast<unsigned>(day.value);
        return checked(date);
    }

    /// "20231127", "2023331" (the day of the year), "231127"
    std::optional<chrono::sys_days> compact(std::size_t i) const {
        const std::string_view digits = at(i).text;
        const auto part = [&](std::size_t begin, std::size_t length) {
            return static_cast<unsigned>(value_of(digits.substr(begin, length)));
        };
        if (digits.size() == 8) return checked({part(0, 4), part(4, 2), part(6, 2)});
        if (digits.size() == 7) return day_of_year(part(0, 4), part(4, 3));
        if (digits.size() == 6 && i == 0) {
            return checked({full_year({Token::Type::number, digits.substr(0, 2), part(0, 2)}),
                            part(2, 2), part(4, 2)});
        }
        return std::nullopt;
    }

    static std::optional<chrono::sys_days> day_of_year(std::int64_t year, std::uint64_t ordinal) {
        const auto first = checked({year});
        const bool leap = chrono::year{static_cast<int>(year)}.is_leap();
        if (!first || ordinal < 1 || ordinal > (leap ? 366U : 365U)) return std::nullopt;
        return *first + chrono::days{ordinal - 1};
    }

    /// "2023-W48-1", "2023W481", "2023-W48"
    std::optional<chrono::sys_days> week_date(std::size_t i) const {
        if (!at(i).is_number(4, 4)) return std::nullopt;
        const auto year = static_cast<std::int64_t>(at(i).value);
        ++i;
        if (at(i).is_sign('-')) ++i;
        if (!at(i).is_word("w") || !at(i + 1).is_number(2, 3)) return std::nullopt;
        const bool joined = at(i + 1).text.size() == 3;
        const std::uint64_t week = joined ? at(i + 1).value / 10 : at(i + 1).value;
        std::uint64_t day = joined ? at(i + 1).value % 10 : 1;
        if (!joined && at(i + 2).is_sign('-') && at(i + 3).is_number(1, 1)) day = at(i + 3).value;
        // Week 1 holds 4 January.
        const auto fourth = checked({year, 1, 4});
        if (!fourth || week < 1 || week > 53 || day < 1 || day > 7) return std::nullopt;
        const chrono::days since_monday = chrono::weekday{*fourth} - chrono::Monday;
        return *fourth - since_monday + chrono::days{(week - 1) * 7 + day - 1};
    }

    /// "2023-11-27", "2023-11", "2023", "2023-331", "27.11.2023", "11/27/2023", "03-11-27"
    std::optional<chrono::sys_days> in_numbers(const Numbers& numbers) const {
        const Token& first = at(numbers.front());
        const std::size_t count = connected(numbers);
        const Token& second = at(numbers[std::min<std::size_t>(1, numbers.size() - 1)]);
        const auto number = [&](std::size_t i) {
            return static_cast<unsigned>(at(numbers[i]).value);
        };
        if (first.text.size() == 4) {
            const auto year = static_cast<std::int64_t>(first.value);
            if (count == 1) return numbers.size() == 1 ? checked({year}) : std::nullopt;
            if (second.text.size() == 3) return day_of_year(year, second.value);
            if (second.text.size() > 2) return std::nullopt;
            return checked({year, number(1), count > 2 && is_short(numbers[2]) ? number(2) : 1});
        }
        if (count < 3 || !first.is_number(1, 2) || !second.is_number(1, 2)) return std::nullopt;
        const Token& third = at(numbers[2]);
        if (third.text.size() == 4) return day_before_year(numbers);
        if (third.text.size() != 2 || first.text.size() != 2) return std::nullopt;
        if (at(numbers[0] + 1).is_sign('-'))
            return checked({full_year(first), number(1), number(2)});
        return day_before_year(numbers);
    }

    bool is_short(std::size_t i) const { return at(i).text.size() <= 2; }

    /// How many of the first numbers hang together by a sign between each two.
    std::size_t connected(const Numbers& numbers) const {
        std::size_t count = 1;
        while (count < numbers.size() && numbers[count] == numbers[count - 1] + 2) {
            const Token& between = at(numbers[count] - 1);
            if (!between.is_sign('-') && !between.is_sign('/') && !between.is_sign('.')) break;
            ++count;
        }
        return count;
    }

    /// Slashes stand in American dates, month first, and in others, day first: read only where the
    /// numbers or a clock of twelve hours tell which.
    std::optional<chrono::sys_days> day_before_year(const Numbers& numbers) const {
        const auto first = static_cast<unsigned>(at(numbers[0]).value);
        const auto second = static_cast<unsigned>(at(numbers[1]).value);
        const std::int64_t year = full_year(at(numbers[2]));
        const bool slashes = at(numbers[0] + 1).is_sign('/');
        if (!slashes || first > 12 || first == second) return checked({year, second, first});
        const bool american = second > 12 || twelve_hours_;
        return american ? checked({year, first, second}) : std::nullopt;
    }

    std::vector<Token> tokens_;
    std::uint64_t hour_ = 0;
    std::uint64_t minute_ = 0;
    std::uint64_t second_ = 0;
    bool twelve_hours_ = false;
    chrono::seconds time_{0};
    chrono::seconds offset_{0};
};

}  // namespace

std::optional<Timestamp> parse_feed_date(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > longest_date) return std::nullopt;
    std::string folded = fold(text);
    join_half_of_day(folded);
    return DateScanner(tokenize(folded)).scan();
}

}  // namespace kb::ingest
