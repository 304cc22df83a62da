#include "text/fingerprint.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace {

using kb::Fingerprint;

Fingerprint fingerprint_of(std::string_view title, std::string_view text) {
    kb::Analyzer analyzer;
    const auto tokens = analyzer.analyze(title, "");
    const std::vector<kb::Token> title_tokens(tokens.begin(), tokens.end());
    return kb::fingerprint(title_tokens, analyzer.analyze(text, ""));
}

/// A text of that many different words.
std::string words(int count, std::string_view prefix = "w") {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += std::string(prefix) + static_cast<char>('a' + i % 26) +
                static_cast<char>('a' + i / 26 % 26) + static_cast<char>('a' + i / 676) + " ";
    }
    return text;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string in_capitals(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace

TEST_CASE("white space, case and punctuation do not change a fingerprint") {
    const std::string text = words(300);
    const Fingerprint original = fingerprint_of("t", text);
    CHECK(fingerprint_of("t", replaced(text, " ", "\n\n   ")) == original);
    CHECK(fingerprint_of("t", replaced(text, " ", ", ")) == original);
    CHECK(fingerprint_of("t", in_capitals(text)) == original);
}

TEST_CASE("a long text with a word changed is a near-duplicate") {
    const std::string text = words(600);
    const std::string edited = replaced(text, "waba", "changed");
    REQUIRE(edited.find("changed") != std::string::npos);
    CHECK(near_duplicate(fingerprint_of("", text), fingerprint_of("", edited)));
    CHECK_FALSE(fingerprint_of("", text).exact == fingerprint_of("", edited).exact);
}

TEST_CASE("different texts are no near-duplicates") {
    CHECK_FALSE(
        near_duplicate(fingerprint_of("", words(600)), fingerprint_of("", words(600, "x"))));
}

TEST_CASE("a text is no near-duplicate of its first half") {
    CHECK_FALSE(near_duplicate(fingerprint_of("", words(600)), fingerprint_of("", words(300))));
}

TEST_CASE("short texts must agree in every word, and in their titles") {
    const std::string text = words(20);
    CHECK(near_duplicate(fingerprint_of("Title", text), fingerprint_of("title", text)));
    CHECK_FALSE(near_duplicate(fingerprint_of("Title", text), fingerprint_of("Other", text)));
    CHECK_FALSE(near_duplicate(fingerprint_of("T", text), fingerprint_of("T", text + "more")));
}

TEST_CASE("long texts agree whatever their titles") {
    CHECK(near_duplicate(fingerprint_of("Title", words(300)), fingerprint_of("Other", words(300))));
}

TEST_CASE("empty documents have no duplicates") {
    const Fingerprint empty = fingerprint_of("", " ... ");
    CHECK(empty == Fingerprint{});
    CHECK_FALSE(near_duplicate(empty, empty));
}

TEST_CASE("one word is a document") {
    CHECK(near_duplicate(fingerprint_of("", "word"), fingerprint_of("", "Word.")));
    CHECK_FALSE(near_duplicate(fingerprint_of("", "word"), fingerprint_of("", "other")));
}

TEST_CASE("bands are the four parts of the simhash") {
    CHECK(kb::bands(0x4444333322221111ULL) ==
          std::array<std::uint16_t, 4>{0x1111, 0x2222, 0x3333, 0x4444});
}
