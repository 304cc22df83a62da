#include <doctest/doctest.h>

#include <random>

#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

std::string long_text(unsigned seed) {
    std::mt19937 random(seed);
    std::string text;
    for (int i = 0; i < 1200; ++i) {
        text += "word" + std::string(1, static_cast<char>('a' + random() % 26)) +
                std::string(1, static_cast<char>('a' + random() % 26)) + " ";
    }
    return text;
}

}  // namespace

TEST_CASE("the same text with other white space shows once") {
    std::string spaced;
    for (const char c : long_text(1))
        spaced += c == ' ' ? "\n   " : std::string(1, c);
    const test::SampleIndex sample({make_document("a", "Same title", long_text(1)),
                                    make_document("b", "Same title", spaced),
                                    make_document("c", "Same title", long_text(2))});
    const Results results = sample.search("same title");
    CHECK(results.total == 2);
    REQUIRE(results.hits.size() == 2);
    const Hit& pair = results.hits[0].document.id == "c" ? results.hits[1] : results.hits[0];
    CHECK(pair.duplicates == 1);
    CHECK(results.hits[0].duplicates + results.hits[1].duplicates == 1);
}

TEST_CASE("a text with one word changed is a near-duplicate, a quite different one is not") {
    std::string edited = long_text(1);
    edited.replace(600, 6, "wordxy");
    const test::SampleIndex sample({make_document("a", "One", long_text(1)),
                                    make_document("b", "Two", edited),
                                    make_document("c", "Three", long_text(3))});
    CHECK(sample.search("kind:article").total == 2);
}

TEST_CASE("without collapse every document is shown and none stands for others") {
    const test::SampleIndex sample(
        {make_document("a", "Same", long_text(1)), make_document("b", "Same", long_text(1))});
    const Results results = sample.search(SearchRequest{.query = "same", .collapse = false});
    CHECK(results.total == 2);
    REQUIRE(results.hits.size() == 2);
    CHECK(results.hits[0].duplicates == 0);
}

TEST_CASE("duplicates counts only documents that match the query") {
    Document german = make_document("b", "Same", long_text(1));
    german.lang = "de";
    const test::SampleIndex sample({make_document("a", "Same", long_text(1)), german});
    const Results results = sample.search("same lang:en");
    REQUIRE(results.hits.size() == 1);
    CHECK(results.hits[0].duplicates == 0);
}

TEST_CASE("three near-duplicates form one group, whatever the order of adding") {
    const test::SampleIndex sample({make_document("c", "Same", long_text(1)),
                                    make_document("a", "Same", long_text(1)),
                                    make_document("b", "Same", long_text(1))});
    const Results results = sample.search("same");
    CHECK(results.total == 1);
    REQUIRE(results.hits.size() == 1);
    CHECK(results.hits[0].document.id == "a");
    CHECK(results.hits[0].duplicates == 2);
}

TEST_CASE("a document that changes leaves its group") {
    const test::SampleIndex sample(
        {make_document("a", "Same", long_text(1)), make_document("b", "Same", long_text(1))});
    Index index(sample.path());
    index.add(make_document("b", "Same", long_text(7)));
    index.commit();
    CHECK(sample.search("same").total == 2);
}

TEST_CASE("documents without a word are no duplicates of each other") {
    const test::SampleIndex sample({make_document("a", "", "???"), make_document("b", "", "!!!")});
    CHECK(sample.search("kind:article").total == 2);
}

TEST_CASE("facets count a group of near-duplicates once, by the document that stands for it") {
    Document older = make_document("b", "Same", long_text(1));
    older.source = "second";
    older.published = test::at("2023-01-01");
    Document newer = make_document("a", "Same", long_text(1));
    newer.source = "first";
    newer.published = test::at("2024-01-01");
    const test::SampleIndex sample({older, newer, make_document("c", "Same", "different")});
    const Results results =
        sample.search(SearchRequest{.query = "same", .sort = Sort::newest, .facets = {"source"}});
    REQUIRE(results.facets.size() == 1);
    CHECK(results.facets[0].values == std::vector<FacetValue>{{"first", 1}});
    CHECK(results.total == 2);
}
