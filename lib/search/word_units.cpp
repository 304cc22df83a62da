#include "search/word_units.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "index/schema.hpp"

namespace kb::search {

namespace {

using Tokens = std::vector<QueryToken>;

/// The tokens with their keys in every language. Only stems depend on the language: how a text is
/// cut does not.
Tokens tokens_with_keys(Analyzer& analyzer, std::string_view text,
                        const std::vector<std::string>& languages) {
    Tokens tokens;
    for (const Token& token : analyzer.analyze(text, {})) {
        tokens.push_back({token, {}});
        index::schema::append_stem_keys(token, {}, tokens.back().keys);
    }
    for (const std::string& language : languages) {
        const std::span<const Token> analyzed = analyzer.analyze(text, language);
        for (std::size_t i = 0; i < std::min(tokens.size(), analyzed.size()); ++i) {
            index::schema::append_stem_keys(analyzed[i], language, tokens[i].keys);
        }
    }
    for (QueryToken& token : tokens) {
        std::sort(token.keys.begin(), token.keys.end());
        token.keys.erase(std::unique(token.keys.begin(), token.keys.end()), token.keys.end());
    }
    return tokens;
}

/// Of the grams at one position the pair stands first, then the single character.
bool is_pair(std::span<const QueryToken> unit, std::size_t i) {
    return i + 1 < unit.size() && unit[i + 1].token.type == TokenType::gram &&
           unit[i + 1].token.position == unit[i].token.position;
}

/// Whether a run of characters goes on behind a word.
enum class Ending : std::uint8_t { open, closed };

/// Long words of Katakana are written with and without it at their end: サーバー, サーバ.
constexpr std::string_view prolonged_sound = "ー";
constexpr std::uint32_t long_word = 4;

/// Characters of a script without spaces: pairs in a row, and the last character to pin the end.
/// The pair that crosses into the next word is not part of this word.
void add_grams(std::span<const QueryToken> unit, Ending ending, WordUnit& word) {
    const std::uint32_t first = unit.front().token.position;
    std::uint32_t last = unit.back().token.position;
    if (ending == Ending::open && unit.back().token.term == prolonged_sound &&
        last - first + 1 >= long_word) {
        --last;
    }
    for (std::size_t i = 0; i < unit.size(); ++i) {
        if (unit[i].token.type != TokenType::gram) continue;
        const std::uint32_t position = unit[i].token.position;
        const bool wanted = position == last ? !is_pair(unit, i) : is_pair(unit, i);
        if (position <= last && wanted) word.pieces.push_back(unit[i]);
    }
}

WordUnit make_unit(std::span<const QueryToken> unit, Ending ending) {
    WordUnit word;
    std::uint32_t longest = 0;
    for (const QueryToken& token : unit) {
        if (token.token.type == TokenType::whole) longest = std::max(longest, token.token.length);
    }
    bool grams = false;
    for (const QueryToken& token : unit) {
        switch (token.token.type) {
            case TokenType::whole:
                if (token.token.length == longest) word.wholes.push_back(token);
                break;
            case TokenType::word:
            case TokenType::part:
                word.pieces.push_back(token);
                break;
            case TokenType::gram:
                grams = true;
                break;
        }
    }
    if (grams) add_grams(unit, ending, word);
    return word;
}

}  // namespace

std::vector<WordUnit> analyze_query(Analyzer& analyzer, std::string_view text,
                                    const std::vector<std::string>& languages) {
    const Tokens tokens = tokens_with_keys(analyzer, text, languages);
    std::vector<WordUnit> units;
    for (std::size_t begin = 0; begin < tokens.size();) {
        std::size_t end = begin + 1;
        while (end < tokens.size() && tokens[end].token.unit == tokens[begin].token.unit)
            ++end;
        const Ending ending = end == tokens.size() ? Ending::open : Ending::closed;
        units.push_back(make_unit(std::span(tokens).subspan(begin, end - begin), ending));
        begin = end;
    }
    return units;
}

void append_keys_of_surface(std::string_view term, const std::vector<WordUnit>& units,
                            std::vector<std::string>& keys) {
    const auto reads = [&](const QueryToken& token) { return token.token.term == term; };
    const auto append = [&](const QueryToken& token) {
        keys.insert(keys.end(), token.keys.begin(), token.keys.end());
    };
    for (const WordUnit& unit : units) {
        // Of several spellings of a whole, another one may be the one that counts.
        if (std::any_of(unit.wholes.begin(), unit.wholes.end(), reads)) {
            std::for_each(unit.wholes.begin(), unit.wholes.end(), append);
        }
        for (const QueryToken& piece : unit.pieces) {
            if (reads(piece)) append(piece);
        }
    }
}

bool is_hyphenated(std::string_view text, const std::vector<WordUnit>& units) {
    if (units.size() != 1) return false;
    const std::vector<QueryToken>& pieces = units.front().pieces;
    const auto is_word = [](const QueryToken& piece) {
        return piece.token.type != TokenType::gram && piece.token.term.size() >= 2;
    };
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<signed char>(c) < 0;
    };
    const auto hyphens = static_cast<std::size_t>(std::count(text.begin(), text.end(), '-'));
    const auto letters =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_letter));
    return hyphens > 0 && pieces.size() == hyphens + 1 && hyphens + letters == text.size() &&
           std::all_of(pieces.begin(), pieces.end(), is_word);
}

std::vector<QueryToken> pieces_in_order(const std::vector<WordUnit>& units) {
    std::vector<QueryToken> pieces;
    for (const WordUnit& unit : units) {
        pieces.insert(pieces.end(), unit.pieces.begin(), unit.pieces.end());
    }
    return pieces;
}

std::vector<QueryToken> pieces_one_by_one(Analyzer& analyzer, std::string_view text,
                                          const std::vector<std::string>& languages) {
    Tokens tokens = tokens_with_keys(analyzer, text, languages);
    std::vector<QueryToken> pieces;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].token.type == TokenType::whole || is_pair(tokens, i)) continue;
        pieces.push_back(std::move(tokens[i]));
    }
    return pieces;
}

}  // namespace kb::search
