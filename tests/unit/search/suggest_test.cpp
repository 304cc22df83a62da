#include <doctest/doctest.h>

#include <algorithm>

#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

using Texts = std::vector<std::string>;

const test::SampleIndex& sample() {
    static const test::SampleIndex index(
        {make_document("1", "Connection pools", "a connection pool and a connection string"),
         make_document("2", "Getting a connection", "the connection was lost; control it"),
         make_document("3", "Contracts", "contract by contract, a pool of water, Zürich"),
         make_document("4", "Контроль версий", "全文検索エンジン")});
    return index;
}

Texts suggest(std::string_view beginning, std::size_t limit = 10) {
    return Searcher(sample().path()).suggest(beginning, limit);
}

bool holds(const Texts& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

TEST_CASE(
    "words that begin so come first, the most frequent ahead, then titles as they are spelled") {
    CHECK(suggest("con") ==
          Texts{"connection", "contract", "contracts", "control", "Connection pools"});
}

TEST_CASE("titles show however many words there are") {
    const Texts suggestions = suggest("con", 3);
    CHECK(suggestions == Texts{"connection", "contract", "Contracts"});
}

TEST_CASE("the last word is completed, and those before it stay as typed") {
    CHECK(suggest("Connection po") == Texts{"Connection pool", "Connection pools"});
    CHECK(suggest("the  lost con").front() == "the lost connection");
}

TEST_CASE("a completion occurs in some document beside the words before it") {
    CHECK(holds(suggest("water con"), "water contract"));
    CHECK_FALSE(holds(suggest("water con"), "water connection"));
}

TEST_CASE("syntax before the word stays") {
    CHECK(suggest("title:gett").front() == "title:getting");
    CHECK(suggest("+\"conne").front() == "+\"connection");
    CHECK(suggest("-contr").front() == "-contract");
}

TEST_CASE("letter case and diacritics do not matter, in any script") {
    CHECK(suggest("ZUR") == Texts{"zurich"});
    CHECK(suggest("контр").front() == "контроль");
    CHECK(holds(suggest("контр"), "Контроль версий"));
    CHECK(holds(suggest("検"), "検索"));
}

TEST_CASE("nothing is suggested for nothing") {
    for (const std::string_view beginning : {"", " ", "\"", "+", "()", "zzz", "\t\n"})
        CHECK(suggest(beginning).empty());
    CHECK(suggest("con", 0).empty());
}

TEST_CASE("any bytes may be completed") {
    for (const std::string& beginning :
         {std::string("\xff\xfe con"), std::string(100'000, 'c'), std::string("con\0nection", 11),
          std::string("Q"), std::string("XT"), std::string("Zen:")})
        CHECK_NOTHROW(suggest(beginning));
    // Capitals are folded: they never reach the terms of other fields.
    CHECK_FALSE(holds(suggest("Q", 100), "Q1"));
}

TEST_CASE("of many words that begin alike the most frequent are found") {
    std::vector<Document> documents;
    std::string rare;
    for (int i = 0; i < 3000; ++i)
        rare += "co" + std::to_string(i) + "x ";
    documents.push_back(make_document("rare", "x", rare));
    for (int i = 0; i < 3; ++i)
        documents.push_back(
            make_document("f" + std::to_string(i), "x", "cozy coyote number " + std::to_string(i)));
    documents.push_back(make_document("once", "x", "the cozy"));
    const test::SampleIndex index(documents);
    CHECK(Searcher(index.path()).suggest("co", 2) == Texts{"cozy", "coyote"});
    CHECK(Searcher(index.path()).suggest("c", 2) == Texts{"cozy", "coyote"});
    CHECK(Searcher(index.path()).suggest("coz", 2) == Texts{"cozy"});
}

TEST_CASE("suggestions follow what is added and removed") {
    const test::SampleIndex sample({make_document("1", "First", "lantern")});
    Index index(sample.path());
    index.add(make_document("2", "Second", "lanternfish lanternfish"));
    index.add(make_document("3", "Third", "lanternfish"));
    index.commit();
    CHECK(Searcher(sample.path()).suggest("lant") == Texts{"lanternfish", "lantern"});
    index.erase("2");
    index.erase("3");
    index.commit();
    CHECK(Searcher(sample.path()).suggest("lant") == Texts{"lantern"});
    CHECK(Searcher(sample.path()).suggest("sec").empty());
}
