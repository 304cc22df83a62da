#include "search/patterns.hpp"

#include <algorithm>

#include "kb/analyzer.hpp"

namespace kb::search {

namespace {

bool is_word_of_letters(const QueryToken& token) {
    const char first = token.token.term.front();
    return (first >= 'a' && first <= 'z') || static_cast<unsigned char>(first) >= 0x80;
}

std::string joined(const std::vector<QueryToken>& pieces, std::string_view joiner) {
    std::string text;
    for (const QueryToken& piece : pieces)
        text.append(text.empty() ? "" : joiner).append(piece.token.term);
    return text;
}

/// Where the last token ends in the text.
std::size_t end_of_words(const std::vector<WordUnit>& units) {
    std::size_t end = 0;
    for (const WordUnit& unit : units) {
        for (const auto* tokens : {&unit.wholes, &unit.pieces}) {
            for (const QueryToken& token : *tokens)
                end = std::max(end, token.token.end);
        }
    }
    return end;
}

}  // namespace

bool holds_grams(const std::vector<WordUnit>& units) {
    return std::any_of(units.begin(), units.end(), [](const WordUnit& unit) {
        return std::any_of(unit.pieces.begin(), unit.pieces.end(), [](const QueryToken& piece) {
            return piece.token.type == TokenType::gram;
        });
    });
}

std::vector<std::string> prefix_beginnings(std::string_view text,
                                           const std::vector<WordUnit>& units) {
    std::vector<std::string> beginnings = {fold(text)};
    // "node.*": tokens do not say that the dot was typed.
    const bool ends_in_word = end_of_words(units) == text.size();
    if (units.size() == 1 && ends_in_word) {
        const WordUnit& unit = units.front();
        for (const QueryToken& whole : unit.wholes)
            beginnings.push_back(whole.token.term);
        if (unit.pieces.size() == 1) beginnings.push_back(unit.pieces.front().token.term);
        const bool words = unit.pieces.size() > 1 &&
                           std::all_of(unit.pieces.begin(), unit.pieces.end(), is_word_of_letters);
        if (words) {
            beginnings.push_back(joined(unit.pieces, "_"));
            beginnings.push_back(joined(unit.pieces, "-"));
            // Glued together, parts of prose would be beginnings of other words ("to-p", "topic").
            if (text.find('_') != std::string_view::npos)
                beginnings.push_back(joined(unit.pieces, ""));
        }
    }
    std::erase(beginnings, "");
    std::sort(beginnings.begin(), beginnings.end());
    beginnings.erase(std::unique(beginnings.begin(), beginnings.end()), beginnings.end());
    return beginnings;
}

std::string_view without_trailing_punctuation(std::string_view text,
                                              const std::vector<WordUnit>& units) {
    return text.substr(0, end_of_words(units));
}

std::vector<QueryToken> fuzzy_tokens(const std::vector<WordUnit>& units) {
    if (units.size() != 1) return {};
    const WordUnit& unit = units.front();
    if (!unit.wholes.empty()) return unit.wholes;
    if (unit.pieces.size() == 1) return unit.pieces;
    return {};
}

}  // namespace kb::search
