#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "property/random_text.hpp"
#include "text/fold.hpp"
#include "text/tokenizer.hpp"
#include "text/utf8.hpp"

namespace {

using kb::Token;
using kb::Tokenizer;
using kb::test::RandomText;

constexpr std::uint64_t seed = 20231129;

std::vector<Token> tokens_of(Tokenizer& tokenizer, std::string_view text, std::string_view lang,
                             Tokenizer::Path path = Tokenizer::Path::automatic) {
    const auto tokens = tokenizer.tokenize(text, lang, path);
    return {tokens.begin(), tokens.end()};
}

/// ASCII, other scripts and broken bytes in one text.
std::string mixed_text(RandomText& random, std::size_t pieces) {
    std::string text;
    while (pieces-- > 0) {
        text += random.below(2) == 0 ? random.pick(kb::test::ascii_pieces)
                                     : random.pick(kb::test::unicode_pieces);
    }
    return text;
}

/// Whether no character of the text lies across `at`.
bool is_boundary(std::string_view text, std::size_t at) {
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
        const kb::Utf8Step step = kb::decode_utf8(text, at - back);
        if (step.valid && step.bytes > back) return false;
    }
    return true;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const kb::Utf8Step step = kb::decode_utf8(text, i);
        if (!step.valid) return false;
        i += step.bytes;
    }
    return true;
}

bool is_ordered(const Token& before, const Token& after) {
    if (before.position != after.position) return before.position < after.position;
    if (before.length != after.length) return before.length > after.length;
    return before.end - before.begin >= after.end - after.begin;
}

}  // namespace

TEST_CASE("the ASCII path gives the tokens that the Unicode path gives") {
    INFO("seed " << seed);
    RandomText random(seed);
    Tokenizer tokenizer;
    Tokenizer reference;
    for (int i = 0; i < 200000; ++i) {
        const std::string text = random.sequence(kb::test::ascii_pieces, 14);
        const std::string_view lang = i % 2 == 0 ? "en" : "";
        const auto fast = tokenizer.tokenize(text, lang);
        const auto slow = reference.tokenize(text, lang, Tokenizer::Path::unicode);
        if (!std::equal(fast.begin(), fast.end(), slow.begin(), slow.end())) FAIL(text);
    }
}

TEST_CASE("both paths agree on long runs without white space") {
    INFO("seed " << seed);
    RandomText random(seed);
    Tokenizer tokenizer;
    Tokenizer reference;
    for (int i = 0; i < 20; ++i) {
        std::string text = random.sequence(kb::test::ascii_pieces, 100000);
        std::erase_if(text, [](char c) { return kb::is_ascii_space(c); });
        const auto fast = tokenizer.tokenize(text, "en");
        const auto slow = reference.tokenize(text, "en", Tokenizer::Path::unicode);
        CHECK(std::equal(fast.begin(), fast.end(), slow.begin(), slow.end()));
    }
}

TEST_CASE("tokens of any bytes are well-formed, in order and within the text") {
    INFO("seed " << seed);
    RandomText random(seed);
    Tokenizer tokenizer;
    for (int i = 0; i < 50000; ++i) {
        const std::string text =
            i % 4 == 0 ? random.bytes(60) : mixed_text(random, random.below(20));
        CAPTURE(text);
        const auto tokens = tokenizer.tokenize(text, i % 3 == 0 ? "de" : "");
        for (std::size_t t = 0; t < tokens.size(); ++t) {
            const Token& token = tokens[t];
            bool good = !token.term.empty() && token.term.size() <= kb::max_term_bytes &&
                        !token.stem.empty() && is_valid_utf8(token.term) &&
                        is_valid_utf8(token.stem) && is_valid_utf8(token.alternative_stem) &&
                        token.begin < token.end && token.end <= text.size() && token.length >= 1 &&
                        is_boundary(text, token.begin) && is_boundary(text, token.end);
            if (t > 0) good = good && is_ordered(tokens[t - 1], token);
            if (t > 0) good = good && tokens[t - 1].unit <= token.unit;
            if (!good) FAIL("bad token " << token.term << " in " << text);
        }
    }
}

TEST_CASE("the finest tokens lie one behind the other") {
    INFO("seed " << seed);
    RandomText random(seed);
    Tokenizer tokenizer;
    for (int i = 0; i < 50000; ++i) {
        const std::string text = mixed_text(random, random.below(20));
        const auto tokens = tokenizer.tokenize(text, "");
        std::size_t end = 0;
        for (std::size_t t = 0; t < tokens.size(); ++t) {
            const bool finest =
                t + 1 == tokens.size() || tokens[t + 1].position > tokens[t].position;
            if (!finest || tokens[t].type == kb::TokenType::whole) continue;
            if (tokens[t].begin < end) FAIL(text);
            end = tokens[t].end;
        }
    }
}

TEST_CASE("what stands on another side of a blank does not matter") {
    INFO("seed " << seed);
    RandomText random(seed);
    Tokenizer tokenizer;
    for (int i = 0; i < 20000; ++i) {
        const std::string left = mixed_text(random, random.below(8));
        const std::string right = mixed_text(random, random.below(8));
        auto expected = tokens_of(tokenizer, left, "en");
        // Numbering goes on behind whatever the left side took.
        const auto both = tokens_of(tokenizer, left + ' ' + right, "en");
        auto shifted = tokens_of(tokenizer, right, "en");
        if (both.size() != expected.size() + shifted.size()) FAIL(left << " + " << right);
        if (shifted.empty()) continue;
        const Token& first = both[expected.size()];
        const std::uint32_t position = first.position - shifted.front().position;
        const std::uint32_t unit = first.unit - shifted.front().unit;
        for (Token& token : shifted) {
            token.position += position;
            token.unit += unit;
            token.begin += left.size() + 1;
            token.end += left.size() + 1;
        }
        expected.insert(expected.end(), shifted.begin(), shifted.end());
        if (both != expected) FAIL(left << " + " << right);
    }
}

TEST_CASE("a whole is spelled the same in capitals") {
    INFO("seed " << seed);
    RandomText random(seed);
    Tokenizer tokenizer;
    constexpr std::array<std::string_view, 10> pieces = {"foo", "bar", "7", "_", ".",
                                                         "-",   "/",   "c", "@", "é"};
    for (int i = 0; i < 20000; ++i) {
        const std::string text = random.sequence(pieces, 8);
        std::string capitals;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const char c = text[at];
            const bool lower = c >= 'a' && c <= 'z';
            capitals.push_back(lower ? static_cast<char>(c - 'a' + 'A') : c);
        }
        // É differs from é in its last byte.
        for (std::size_t at = capitals.find("é"); at != std::string::npos;
             at = capitals.find("é")) {
            capitals.replace(at, 2, "É");
        }
        const auto small = tokens_of(tokenizer, text, "");
        if (tokens_of(tokenizer, capitals, "") != small) FAIL(text);
    }
}

TEST_CASE("simple folds are those of the folder") {
    kb::Folder folder;
    for (char32_t c = 0; c < kb::simple_fold_end; ++c) {
        if (!kb::is_alphanumeric(kb::char_traits(c).cls)) continue;
        std::string text;
        std::string accented;
        std::string plain;
        kb::append_utf8(c, text);
        folder.fold(text, accented, plain);
        CAPTURE(text);
        CHECK(kb::simple_folds().accented[c].view() == accented);
        CHECK(kb::simple_folds().plain[c].view() == plain);
    }
}

TEST_CASE("simple folds do not depend on their neighbours") {
    INFO("seed " << seed);
    RandomText random(seed);
    kb::Folder folder;
    for (int i = 0; i < 50000; ++i) {
        std::string text;
        std::string expected_accented;
        std::string expected_plain;
        for (std::size_t n = random.below(6); n > 0; --n) {
            const auto c = static_cast<char32_t>(random.below(kb::simple_fold_end));
            if (!kb::is_alphanumeric(kb::char_traits(c).cls)) continue;
            kb::append_utf8(c, text);
            expected_accented += kb::simple_folds().accented[c].view();
            expected_plain += kb::simple_folds().plain[c].view();
        }
        std::string accented;
        std::string plain;
        folder.fold(text, accented, plain);
        if (accented != expected_accented || plain != expected_plain) FAIL(text);
    }
}

TEST_CASE("folding twice changes nothing") {
    INFO("seed " << seed);
    RandomText random(seed);
    for (int i = 0; i < 50000; ++i) {
        const std::string once = kb::fold(mixed_text(random, random.below(12)));
        if (kb::fold(once) != once) FAIL(once);
    }
}
