#include "search/expansion.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace kb::search {

namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

}  // namespace

Expansion expand_prefix(const Xapian::Database& database, std::string_view beginning,
                        const std::vector<std::string_view>& term_prefixes) {
    Expansion expansion;
    // Folded words hold no capital: a pattern with one could only walk into other fields' terms.
    if (beginning.empty() || is_upper(beginning.front())) return expansion;
    std::unordered_map<std::string, std::uint64_t> frequencies;
    for (const std::string_view prefix : term_prefixes) {
        const std::string start = std::string(prefix) + std::string(beginning);
        for (auto it = database.allterms_begin(start); it != database.allterms_end(start); ++it) {
            frequencies[(*it).substr(prefix.size())] += it.get_termfreq();
        }
    }
    std::vector<std::pair<std::string, std::uint64_t>> words(frequencies.begin(),
                                                             frequencies.end());
    const auto better = [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    std::sort(words.begin(), words.end(), better);
    expansion.truncated = words.size() > max_expansions;
    words.resize(std::min(words.size(), max_expansions));
    for (auto& [word, frequency] : words)
        expansion.words.push_back(std::move(word));
    return expansion;
}

}  // namespace kb::search
