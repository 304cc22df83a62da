#include <doctest/doctest.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/analyzer.hpp"
#include "property/random_text.hpp"

namespace {

using Span = std::pair<std::size_t, std::size_t>;

/// The words that ICU finds by UAX #29.
std::vector<Span> words_of_icu(icu::BreakIterator& iterator, std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data(), static_cast<std::int64_t>(text.size()), &status);
    iterator.setText(&source, status);
    REQUIRE(U_SUCCESS(status));
    std::vector<Span> words;
    auto begin = static_cast<std::size_t>(iterator.first());
    for (int end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
        if (iterator.getRuleStatus() != UBRK_WORD_NONE) {
            words.emplace_back(begin, static_cast<std::size_t>(end));
        }
        begin = static_cast<std::size_t>(end);
    }
    utext_close(&source);
    return words;
}

}  // namespace

TEST_CASE("words of letters between blanks and punctuation are those of UAX #29") {
    constexpr std::uint64_t seed = 29;
    INFO("seed " << seed);
    constexpr std::array<std::string_view, 24> letters = {
        "a", "z", "é", "e\u0301", "ß", "ж", "ё", "й", "α", "ώ", "ա", "ש",
        "ב", "ب", "ت", "ह",       "ि", "த", "ი", "አ", "o", "u", "n", "i"};
    constexpr std::array<std::string_view, 9> separators = {" ",  "\n", ", ", "! ", " (",
                                                            ") ", "; ", "…",  "“"};
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    REQUIRE(U_SUCCESS(status));
    kb::test::RandomText random(seed);
    kb::Analyzer analyzer;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (std::size_t words = random.below(6); words > 0; --words) {
            // A letter first: what is made of a mark without a letter is another question.
            text += random.below(2) == 0 ? "a" : "ж";
            text += random.sequence(letters, 8);
            text += random.pick(separators);
        }
        std::vector<Span> ours;
        for (const kb::Token& token : analyzer.analyze(text, "")) {
            ours.emplace_back(token.begin, token.end);
        }
        if (ours != words_of_icu(*iterator, text)) FAIL(text);
    }
}
