#include "ingest/name_list.hpp"

#include <algorithm>
#include <unordered_set>

#include "document/ascii.hpp"
#include "ingest/lines.hpp"

namespace kb::ingest {
namespace {

/// More than a document may have, so that a list is cut where it is said that it is.
constexpr std::size_t most_parts = std::size_t{64} << 10U;

/// The trimmed parts between any of the separators; those that follow most_parts are left out.
std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        const std::string_view part = trim(text.substr(0, end));
        if (!part.empty()) parts.emplace_back(part);
        if (end == text.size() || parts.size() == most_parts) return parts;
        text.remove_prefix(end + 1);
    }
}

bool are_full_names(const std::vector<std::string>& parts) {
    return std::all_of(parts.begin(), parts.end(),
                       [](const std::string& part) { return part.find(' ') != std::string::npos; });
}

/// "a and b & c" → "a;b;c"
std::string with_semicolons(std::string_view text) {
    std::string out(text);
    for (const std::string_view word : {" and ", " & ", " und ", " et "}) {
        for (std::size_t at = out.find(word); at != std::string::npos; at = out.find(word, at))
            out.replace(at, word.size(), ";");
    }
    return out;
}

}  // namespace

std::vector<std::string> split_tags(std::string_view text) {
    return split(text, ",;\n");
}

std::vector<std::string> split_authors(std::string_view text) {
    constexpr std::size_t longest = 1024;
    text = trim(text.substr(0, longest));
    if (ascii_lowered(text.substr(0, 3)) == "by ") text = trim(text.substr(3));
    std::vector<std::string> names = split(with_semicolons(text), ";");
    if (!are_full_names(names)) names = split(text, ";");
    std::vector<std::string> all;
    for (const std::string& name : names) {
        const std::vector<std::string> parts = split(name, ",");
        if (are_full_names(parts)) {
            all.insert(all.end(), parts.begin(), parts.end());
        } else {
            all.push_back(name);
        }
    }
    return all;
}

void append_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
    std::unordered_set<std::string> known;
    for (const std::string& name : to)
        known.insert(ascii_lowered(name));
    for (const std::string& name : from) {
        if (known.insert(ascii_lowered(name)).second) to.push_back(name);
    }
}

}  // namespace kb::ingest
