#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "kb/error.hpp"
#include "kb/evaluation.hpp"

namespace kb {

namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(std::size_t line, const std::string& message, const char* hint) {
    throw Error(ErrorCode::invalid_argument, "line " + std::to_string(line) + ": " + message, hint);
}

/// Calls `visit(line, number)` for every line that holds anything.
template <typename Visit>
void for_each_line(std::string_view text, const Visit& visit) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        ++number;
        if (line.find_first_not_of(blanks) != std::string_view::npos) visit(line, number);
    }
}

/// Takes the next word off the front of a line; empty at its end.
std::string_view take_word(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    return word;
}

}  // namespace

std::vector<Topic> parse_topics(std::string_view tsv) {
    std::vector<Topic> topics;
    std::set<std::string_view> seen;
    for_each_line(tsv, [&](std::string_view line, std::size_t number) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos || tab == 0) {
            refuse(number, "no query id before a TAB", "write a query as: id TAB text");
        }
        const std::string_view id = line.substr(0, tab);
        if (!seen.insert(id).second)
            refuse(number, "query id " + std::string(id) + " stands there twice", "");
        topics.push_back({std::string(id), std::string(line.substr(tab + 1))});
    });
    return topics;
}

Qrels parse_qrels(std::string_view qrels) {
    Qrels all;
    for_each_line(qrels, [&](std::string_view line, std::size_t number) {
        std::array<std::string_view, 4> words;
        for (std::string_view& word : words)
            word = take_word(line);
        const std::string_view last = words.back();
        int grade = 0;
        const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), grade);
        if (last.empty() || error != std::errc() || end != last.data() + last.size() ||
            !take_word(line).empty()) {
            refuse(number, "not a judgement",
                   "write a judgement as: query iteration document grade");
        }
        all[std::string(words[0])].insert_or_assign(std::string(words[2]), grade);
    });
    return all;
}

}  // namespace kb
