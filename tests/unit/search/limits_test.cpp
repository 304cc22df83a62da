// The limits on searches: below, at and above each.
#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <string>

#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

/// "word1000 word1001 …", each a word of two parts.
std::string numbered_words(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "word" + std::to_string(1000 + i) + " ";
    return text;
}

/// "wordaaaa wordaaab …", each of one part.
std::string plain_words(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "word";
        for (int divisor = 26 * 26 * 26; divisor > 0; divisor /= 26)
            text += static_cast<char>('a' + i / divisor % 26);
        text += ' ';
    }
    return text;
}

std::string phrase(int words) {
    return "\"" + plain_words(words) + "\"";
}

}  // namespace

TEST_CASE("a phrase has up to 64 words; those of a longer one beyond do not count") {
    const test::SampleIndex index({make_document("whole", "", plain_words(70)),
                                   make_document("almost", "", plain_words(64) + "another end")});
    const auto found = [&](int words) {
        return index.search(SearchRequest{.query = phrase(words), .collapse = false});
    };
    for (const int words : {63, 64}) {
        const Results results = found(words);
        CHECK(results.total == 2);
        CHECK(results.warnings.empty());
    }
    const Results longer = found(65);
    CHECK(longer.total == 2);  // exact, it would be one
    REQUIRE(longer.warnings.size() == 1);
    CHECK(longer.warnings.front() == "a phrase of 65 words: only its first 64 count");
}

TEST_CASE("a pattern stands for up to 256 words") {
    for (const int words : {255, 256, 257}) {
        CAPTURE(words);
        const test::SampleIndex index({make_document("all", "", numbered_words(words))});
        CHECK(index.search("word1*").warnings.size() == (words > 256 ? 1U : 0U));
    }
}

TEST_CASE("the patterns of a query stand for up to 1,024 words together") {
    const test::SampleIndex index({make_document("all", "", numbered_words(1100))});
    const auto warnings = [&](int patterns) {
        std::string query;
        for (int i = 0; i < patterns; ++i)
            query += "word" + std::to_string(100 + i) + "* ";  // ten words each
        return index.search(query).warnings.size();
    };
    CHECK(warnings(101) == 0);
    CHECK(warnings(102) == 0);
    CHECK(warnings(103) == 1);
}

TEST_CASE("a prefix has at least two characters") {
    const test::SampleIndex index({make_document("a", "", "alphabet")});
    CHECK(index.search("al*").total == 1);
    CHECK(index.search("a*").total == 0);
    CHECK(index.search("a*").warnings.size() == 1);
}

TEST_CASE("any limit and offset are taken") {
    const test::SampleIndex index(
        {make_document("a", "", "word one"), make_document("b", "", "word two")});
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const auto hits = [&](std::uint64_t limit, std::uint64_t offset) {
        const Results results =
            index.search(SearchRequest{.query = "word", .limit = limit, .offset = offset});
        CHECK(results.total == 2);
        return results.hits.size();
    };
    CHECK(hits(most, 0) == 2);
    CHECK(hits(most, 1) == 1);
    CHECK(hits(most, most) == 0);
    CHECK(hits(10, most - 5) == 0);
    CHECK(hits(0, 0) == 0);
}

TEST_CASE("any length of a snippet and any number of its passages are taken") {
    const test::SampleIndex index({make_document("a", "", numbered_words(3000))});
    for (const std::uint32_t length : {0U, 1U, 2U, 1'000'000U, UINT32_MAX}) {
        for (const std::uint32_t fragments : {0U, 1U, 1000U, UINT32_MAX}) {
            SearchRequest request{.query = "word2000"};
            request.snippet_length = length;
            request.snippet_fragments = fragments;
            const Results results = index.search(request);
            REQUIRE(results.hits.size() == 1);
            CHECK(results.hits.front().snippet.size() <= std::size_t{512} << 10);
        }
    }
}

TEST_CASE("suggestions are at most a hundred, for beginnings up to a thousand bytes") {
    const test::SampleIndex index({make_document("all", "", numbered_words(300)),
                                   make_document("long", std::string(900, 'x'), "")});
    const Searcher searcher(index.path());
    for (const std::size_t limit : {std::size_t{99}, std::size_t{100}, std::size_t{101}, SIZE_MAX})
        CHECK(searcher.suggest("word", limit).size() <= std::min<std::size_t>(limit, 100));
    CHECK(searcher.suggest(std::string(899, 'x'), 10).size() == 1);
    for (const std::size_t bytes : {1000U, 1001U, 1'000'000U})
        CHECK(searcher.suggest(std::string(bytes, 'x'), 10).empty());
}

TEST_CASE("a facet that is counted must be known") {
    const test::SampleIndex index({make_document("a", "", "word")});
    SearchRequest request{.query = "word"};
    request.facets = {"kind", "source", "author", "tag", "lang", "site", "year", "month", "kind"};
    CHECK_NOTHROW(index.search(request));
    request.facets = {"colour"};
    CHECK_THROWS_AS(index.search(request), Error);
}

TEST_CASE("a deadline ends every form of query") {
    std::vector<Document> documents;
    for (int i = 0; i < 200; ++i) {
        Document document = make_document("d" + std::to_string(i), "title " + std::to_string(i),
                                          numbered_words(400) + std::to_string(i));
        document.tags = {"t" + std::to_string(i)};
        documents.push_back(document);
    }
    const test::SampleIndex index(documents);
    std::string many;
    for (int i = 0; i < 4096; ++i)
        many += "word" + std::to_string(1000 + i % 400) + " ";
    std::string near;
    for (int i = 0; i < 256; ++i)
        near += "\"word" + std::to_string(1000 + i) + " word1399\"~300 ";
    std::string patterns;
    for (int i = 0; i < 300; ++i)
        patterns += "wo* word" + std::to_string(1000 + i) + "~2 ";
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& query : {many, near, patterns, std::string("*")}) {
        for (const Sort sort : {Sort::relevance, Sort::oldest, Sort::points}) {
            SearchRequest request{.query = query, .limit = 1000, .sort = sort};
            request.facets = {"tag", "month"};
            request.collapse = false;
            request.timeout = std::chrono::milliseconds(1);
            const Results results = index.search(request);
            CHECK(results.total <= 200);
            CHECK((results.total_exact || !results.warnings.empty()));
        }
    }
    // Far from the deadlines, so that a slow machine does not matter; without them it takes
    // minutes.
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}
