#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "property/random_text.hpp"
#include "search/levenshtein.hpp"
#include "text/utf8.hpp"

using kb::search::LevenshteinAutomaton;

namespace {

std::u32string code_points(std::string_view text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) {
        const kb::Utf8Step step = kb::decode_utf8(text, at);
        points.push_back(step.code_point);
        at += step.bytes;
    }
    return points;
}

/// The whole table, straight from the definition of optimal string alignment.
unsigned brute_force_distance(std::string_view from, std::string_view to) {
    const std::u32string a = code_points(from);
    const std::u32string b = code_points(to);
    std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
    for (unsigned i = 0; i <= a.size(); ++i) {
        for (unsigned j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            const unsigned cost = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

constexpr std::array<std::string_view, 12> letters = {"a", "b", "c",  "b",  "a",          "é",
                                                      "я", "ß", "模", "型", "\U0001F44D", "z"};

/// Words over few letters, so that many are near each other.
std::string random_word(kb::test::RandomText& random, std::size_t longest) {
    return random.sequence(std::span(letters).first(2 + random.below(letters.size() - 1)), longest);
}

/// All that the automaton accepts of a sorted dictionary, by skipping.
std::set<std::string> walk(const LevenshteinAutomaton& automaton,
                           const std::set<std::string>& dictionary) {
    std::set<std::string> found;
    for (auto it = dictionary.begin(); it != dictionary.end();) {
        const LevenshteinAutomaton::Look look = automaton.look(*it);
        REQUIRE(look.distance == automaton.distance(*it));
        if (look.distance) found.insert(*it);
        if (!look.next) break;
        REQUIRE(*look.next > *it);
        it = dictionary.lower_bound(*look.next);
    }
    return found;
}

}  // namespace

TEST_CASE("the automaton measures the distance that the full table gives") {
    kb::test::RandomText random(20261125);
    for (int round = 0; round < 20'000; ++round) {
        const std::string word = random_word(random, 9);
        const std::string text = random_word(random, 9);
        const auto most =
            static_cast<unsigned>(random.below(LevenshteinAutomaton::max_distance + 1));
        CAPTURE(word);
        CAPTURE(text);
        CAPTURE(most);
        const unsigned expected = brute_force_distance(word, text);
        const auto measured = LevenshteinAutomaton(word, most).distance(text);
        REQUIRE(measured.has_value() == (expected <= most));
        if (measured) REQUIRE(*measured == expected);
    }
}

TEST_CASE("a walk that skips finds what a look at every word finds") {
    kb::test::RandomText random(7);
    for (int round = 0; round < 300; ++round) {
        std::set<std::string> dictionary;
        for (std::size_t n = random.below(200); n > 0; --n)
            dictionary.insert(random_word(random, 8));
        const std::string word = random_word(random, 8);
        const auto most = static_cast<unsigned>(random.below(4));
        CAPTURE(word);
        CAPTURE(most);
        std::set<std::string> expected;
        for (const std::string& text : dictionary) {
            if (brute_force_distance(word, text) <= most) expected.insert(text);
        }
        REQUIRE(walk(LevenshteinAutomaton(word, most), dictionary) == expected);
    }
}

TEST_CASE("a walk visits few words of a large dictionary") {
    std::set<std::string> dictionary;
    kb::test::RandomText random(11);
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz";
    for (int n = 0; n < 50'000; ++n) {
        std::string word;
        for (int i = 0; i < 8; ++i)
            word.push_back(alphabet[random.below(alphabet.size())]);
        dictionary.insert(word);
    }
    const LevenshteinAutomaton automaton("migrated", 1);
    int steps = 0;
    for (auto it = dictionary.begin(); it != dictionary.end(); ++steps) {
        const auto next = automaton.look(*it).next;
        if (!next) break;
        it = dictionary.lower_bound(*next);
    }
    CHECK(steps < 1'000);
}

TEST_CASE("neighbours that are swapped are one edit apart") {
    CHECK(LevenshteinAutomaton("persistent", 1).distance("persitsent") == 1U);
    CHECK(LevenshteinAutomaton("abc", 3).distance("ca") == 3U);  // optimal string alignment
}

TEST_CASE("the empty word is as far from a text as that is long") {
    CHECK(LevenshteinAutomaton("", 2).distance("ab") == 2U);
    CHECK_FALSE(LevenshteinAutomaton("", 2).distance("abc"));
    CHECK(LevenshteinAutomaton("ab", 2).distance("") == 2U);
    CHECK_FALSE(LevenshteinAutomaton("", 0).look("").next.has_value());
}

TEST_CASE("bytes that are not UTF-8 lead neither astray nor back") {
    const LevenshteinAutomaton automaton("word", 2);
    kb::test::RandomText random(3);
    for (int round = 0; round < 2'000; ++round) {
        const std::string text = random.bytes(12);
        automaton.distance(text);
        automaton.look(text);
    }
    CHECK(automaton.distance("wo\xFFrd") == 1U);
}
