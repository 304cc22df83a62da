// Unicode's own vectors for word boundaries (UAX #29), from Debian's package unicode-data.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "kb/analyzer.hpp"
#include "support/code_points.hpp"
#include "text/char_class.hpp"

namespace {

const std::filesystem::path vectors = "/usr/share/unicode/auxiliary/WordBreakTest.txt";

struct Vector {
    std::string text;
    std::vector<std::string> words;  ///< all stretches between boundaries
};

Vector parse_vector(const std::string& line) {
    Vector vector;
    std::istringstream fields(line.substr(0, line.find('#')));
    for (std::string field; fields >> field;) {
        if (field == "÷") {
            vector.words.emplace_back();
        } else if (field != "×") {
            const std::string character = kb::test::from_hex(field);
            vector.text += character;
            vector.words.back() += character;
        }
    }
    vector.words.pop_back();  // behind the last boundary
    return vector;
}

kb::CharClass class_of(std::string_view text, std::size_t at) {
    return kb::char_traits(kb::decode_utf8(text, at).code_point).cls;
}

bool holds(std::string_view text, bool (*wanted)(kb::CharClass)) {
    for (std::size_t i = 0; i < text.size(); i += kb::decode_utf8(text, i).bytes) {
        if (wanted(class_of(text, i))) return true;
    }
    return false;
}

/// What of the standard's words is looked for: those with a letter or a digit.
bool is_word(std::string_view word) {
    return holds(
        word, [](kb::CharClass cls) { return kb::is_alphanumeric(cls) || kb::is_spaceless(cls); });
}

/// The letters and digits of a word: what its term is made of, whatever joins them.
std::string letters_of(std::string_view word) {
    std::string letters;
    for (std::size_t i = 0; i < word.size();) {
        const kb::Utf8Step step = kb::decode_utf8(word, i);
        const kb::CharClass cls = kb::char_traits(step.code_point).cls;
        if (kb::is_alphanumeric(cls) || kb::is_spaceless(cls))
            letters += word.substr(i, step.bytes);
        i += step.bytes;
    }
    return letters;
}

/// A joiner that carries marks or format characters (a:̈a) joins nothing: nobody writes that.
bool has_marked_joiner(std::string_view word) {
    bool joiner = false;
    for (std::size_t i = 0; i < word.size(); i += kb::decode_utf8(word, i).bytes) {
        const kb::CharClass cls = class_of(word, i);
        if (joiner && cls == kb::CharClass::extend) return true;
        joiner = cls == kb::CharClass::joiner;
    }
    return false;
}

/// Scripts without spaces are cut from what touches them (A_0_〱), so that their grams stand alone.
bool mixes_spaceless(std::string_view word) {
    return holds(word, kb::is_spaceless) && holds(word, kb::is_alphanumeric);
}

/// Where the analyzer deviates from the standard on purpose.
bool is_deviation(std::string_view word) {
    return has_marked_joiner(word) || mixes_spaceless(word);
}

bool finds(std::span<const kb::Token> tokens, std::string_view text, std::size_t begin,
           std::size_t end) {
    const std::string wanted = letters_of(text.substr(begin, end - begin));
    return std::any_of(tokens.begin(), tokens.end(), [&](const kb::Token& token) {
        return token.begin >= begin && token.end <= end &&
               letters_of(text.substr(token.begin, token.end - token.begin)) == wanted;
    });
}

}  // namespace

TEST_CASE("every word of Unicode's vectors is a token, but for the deviations above") {
    std::ifstream file(vectors);
    if (!file) {
        MESSAGE("skipped: Debian's package unicode-data is not installed");
        return;
    }
    kb::Analyzer analyzer;
    std::size_t checked = 0;
    std::size_t deviations = 0;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("÷")) continue;
        const Vector vector = parse_vector(line);
        const auto tokens = analyzer.analyze(vector.text, "");
        std::size_t begin = 0;
        for (const std::string& word : vector.words) {
            const std::size_t end = begin + word.size();
            if (is_word(word) && is_deviation(word)) {
                ++deviations;
            } else if (is_word(word)) {
                ++checked;
                CAPTURE(line);
                CHECK(finds(tokens, vector.text, begin, end));
            }
            begin = end;
        }
    }
    CHECK(checked > 1500);
    CHECK(deviations < 70);
}
