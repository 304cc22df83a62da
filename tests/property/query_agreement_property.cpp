// What a text is cut into and what a query is cut into agree: every stretch of a text between
// blanks, typed as a query, is found in it.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "index/schema.hpp"
#include "kb/analyzer.hpp"
#include "property/random_text.hpp"
#include "search/word_units.hpp"
#include "text/char_class.hpp"
#include "text/utf8.hpp"

namespace {

using kb::Analyzer;
using kb::Token;
using kb::search::QueryToken;
using kb::search::WordUnit;
using kb::test::RandomText;

constexpr std::uint64_t seed = 3339;

/// What an index holds of one text.
class TextIndex {
  public:
    TextIndex(Analyzer& analyzer, std::string_view text, std::string_view lang) {
        std::vector<std::string> keys;
        for (const Token& token : analyzer.analyze(text, lang)) {
            keys.clear();
            kb::index::schema::append_stem_keys(token, lang, keys);
            keys_.insert(keys.begin(), keys.end());
            places_.emplace(token.term, token.position);
        }
    }

    /// As search/plan.cpp asks: by any whole, or by all pieces in a row.
    bool finds(const WordUnit& unit) const {
        if (std::any_of(unit.wholes.begin(), unit.wholes.end(),
                        [&](const QueryToken& whole) { return holds_key(whole); })) {
            return true;
        }
        if (unit.pieces.size() == 1) return holds_key(unit.pieces.front());
        return holds_in_a_row(unit.pieces);
    }

    bool holds_in_a_row(const std::vector<QueryToken>& pieces) const {
        if (pieces.empty()) return false;
        const std::string& first = pieces.front().token.term;
        for (auto at = places_.lower_bound({first, 0}); at != places_.end() && at->first == first;
             ++at) {
            std::uint32_t position = at->second;
            if (std::all_of(pieces.begin(), pieces.end(), [&](const QueryToken& piece) {
                    return places_.contains({piece.token.term, position++});
                })) {
                return true;
            }
        }
        return false;
    }

  private:
    bool holds_key(const QueryToken& token) const {
        return std::any_of(token.keys.begin(), token.keys.end(),
                           [&](const std::string& key) { return keys_.contains(key); });
    }

    std::set<std::string> keys_;
    std::set<std::pair<std::string, std::uint32_t>> places_;
};

/// Folding may take a character of a script without spaces apart (the am of Thai and Lao); typed
/// so, it is cut as two.
bool is_recut(std::string_view text, const Token& token) {
    const bool spaceless = token.type == kb::TokenType::gram || token.type == kb::TokenType::whole;
    return spaceless && text.substr(token.begin, token.end - token.begin) != token.term &&
           kb::is_spaceless(kb::char_traits(kb::decode_utf8(token.term, 0).code_point).cls);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \t\n\v\f\r", i), text.size());
        if (end > i) words.emplace_back(text.substr(i, end - i));
        i = end + 1;
    }
    return words;
}

/// What people write in many languages, besides what nobody does.
constexpr std::array<std::string_view, 40> words = {"running",     "Datenbanken",
                                                    "Müller",      "Mueller",
                                                    "l'index",     "e-mail",
                                                    "U.S.A.",      "node.js",
                                                    "1,000",       "1.000.000",
                                                    "don’t",       "C++",
                                                    "HTTPServer2", "PDFs",
                                                    "ещё",         "данных",
                                                    "قاعدةُ",       "کتاب‌ها",
                                                    "צה״ל",        "हिन्दी",
                                                    "ภาษาไทย",     "한국어입니다",
                                                    "预训练模型",  "サーバー",
                                                    "ﾊﾟｿｺﾝ",       "👩‍💻",
                                                    "🇩🇪",          "½",
                                                    "ŀ",           "l·l",
                                                    "İ",           "@a/b",
                                                    "v2.1",        "--as-of",
                                                    "#tag",        "a_b-c",
                                                    "Ａ１",        "Ⅷ",
                                                    "aplicación",  "сёстры"};

std::string random_text(RandomText& random) {
    std::string text;
    for (std::size_t n = random.below(12); n > 0; --n) {
        const std::size_t kind = random.below(8);
        if (kind < 3) text += random.pick(words);
        if (kind == 3 || kind == 4) text += random.pick(kb::test::ascii_pieces);
        if (kind == 5 || kind == 6) text += random.pick(kb::test::unicode_pieces);
        if (random.below(3) == 0) text += ' ';
    }
    return text;
}

constexpr std::array<std::string_view, 9> languages = {"",   "en", "de", "fr", "es",
                                                       "ru", "ar", "ja", "nb"};

/// Those of the index: a query is cut once and stemmed in each.
const std::vector<std::string> index_languages = {"ar", "de", "en", "es", "fr", "nb", "ru"};

}  // namespace

TEST_CASE("every word of a text, typed as a query, is found in it") {
    INFO("seed " << seed);
    RandomText random(seed);
    Analyzer analyzer;
    for (int i = 0; i < 20000; ++i) {
        const std::string text = random_text(random);
        const std::string_view lang = random.pick(languages);
        const TextIndex index(analyzer, text, lang);
        for (const std::string& word : words_of(text)) {
            for (const WordUnit& unit :
                 kb::search::analyze_query(analyzer, word, index_languages)) {
                if (!index.finds(unit)) FAIL("\"" << word << "\" in \"" << text << "\"");
            }
        }
    }
}

TEST_CASE("every term of a text, typed as a query, is found in it") {
    INFO("seed " << seed);
    RandomText random(seed);
    Analyzer analyzer;
    for (int i = 0; i < 10000; ++i) {
        const std::string text = random_text(random);
        const std::string_view lang = random.pick(languages);
        std::vector<std::string> terms;
        for (const Token& token : analyzer.analyze(text, lang)) {
            if (!is_recut(text, token)) terms.push_back(token.term);
        }
        const TextIndex index(analyzer, text, lang);
        for (const std::string& term : terms) {
            const auto units = kb::search::analyze_query(analyzer, term, index_languages);
            const bool found = std::any_of(units.begin(), units.end(),
                                           [&](const WordUnit& unit) { return index.finds(unit); });
            if (!found) FAIL("term \"" << term << "\" in \"" << text << "\"");
        }
    }
}

TEST_CASE("a text of one line, typed as a phrase, is found in itself") {
    INFO("seed " << seed);
    RandomText random(seed);
    Analyzer analyzer;
    for (int i = 0; i < 10000; ++i) {
        const std::string text = random_text(random);
        const auto units = kb::search::analyze_query(analyzer, text, {});
        const auto pieces = kb::search::pieces_in_order(units);
        const TextIndex index(analyzer, text, "");
        if (!pieces.empty() && !index.holds_in_a_row(pieces)) FAIL(text);
    }
}
