#include "common/option_values.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace kb::tools {
namespace {

std::string quoted(std::string_view option, std::string_view value) {
    return "--" + std::string(option) + ": '" + std::string(value) + "'";
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::uint64_t parse_count(std::string_view option, std::string_view value, std::uint64_t max) {
    std::uint64_t number = 0;
    const char* end = value.data() + value.size();
    const auto [rest, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc{} || rest != end || number > max) {
        throw UsageError(quoted(option, value) + " is not a whole number from 0 to " +
                         std::to_string(max));
    }
    return number;
}

Timestamp parse_date(std::string_view option, std::string_view value) {
    if (const auto time = parse_timestamp(value)) return *time;
    throw UsageError(quoted(option, value) +
                     " is not a date such as 2023-11-29 or 2023-11-29T14:05:00Z");
}

std::string parse_language(std::string_view option, std::string_view value) {
    std::string primary(value.substr(0, value.find_first_of("-_")));
    if (primary.size() < 2 || primary.size() > 3 ||
        !std::all_of(primary.begin(), primary.end(), is_letter)) {
        throw UsageError(quoted(option, value) + " is not a language code such as en or de");
    }
    for (char& c : primary)
        c = static_cast<char>(c | 0x20);
    return primary;
}

UsageError unknown_value(std::string_view option, std::string_view value,
                         std::span<const std::string_view> known) {
    std::string message = quoted(option, value) + " is none of ";
    for (std::size_t i = 0; i < known.size(); ++i) {
        message.append(i == 0 ? "" : ", ").append(known[i]);
    }
    return UsageError(message);
}

std::size_t parse_choice(std::string_view option, std::string_view value,
                         std::span<const std::string_view> known) {
    const auto found = std::find(known.begin(), known.end(), value);
    if (found == known.end()) throw unknown_value(option, value, known);
    return static_cast<std::size_t>(found - known.begin());
}

std::vector<std::string> parse_list(std::string_view option, std::string_view value,
                                    std::span<const std::string_view> known) {
    std::vector<std::string> list;
    for (std::size_t begin = 0; begin <= value.size();) {
        const std::size_t end = std::min(value.find(',', begin), value.size());
        const std::string_view name =
            known[parse_choice(option, value.substr(begin, end - begin), known)];
        if (std::find(list.begin(), list.end(), name) == list.end()) list.emplace_back(name);
        begin = end + 1;
    }
    return list;
}

}  // namespace kb::tools
