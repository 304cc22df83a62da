#include <doctest/doctest.h>

#include <string>

#include "kb/query.hpp"
#include "search/word_weights.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

constexpr double factor = 0.25;
const std::vector<std::string> languages = {"de", "en", "fr"};

/// What the query comes to, in canonical text.
std::string weighed(const std::string& query) {
    return to_string(search::weigh_words(parse_query(query, {}).root, languages, factor));
}

}  // namespace

TEST_CASE("function words of a question are turned down, its subject is not") {
    CHECK(weighed("how do I migrate the database") ==
          "how^0.25 do^0.25 I^0.25 migrate the^0.25 database");
    CHECK(weighed("wie kann ich den Index verkleinern") ==
          "wie^0.25 kann^0.25 ich^0.25 den^0.25 Index verkleinern");
}

TEST_CASE("the punctuation of a sentence does not hide a function word") {
    const ast::Node root =
        search::weigh_words(parse_query("what is it? locks", {}).root, languages, factor);
    const auto& clauses = std::get<ast::Group>(root.value).clauses;
    REQUIRE(clauses.size() == 4);
    CHECK(clauses[2].node.weight == factor);
    CHECK(clauses[3].node.weight == 1);
}

TEST_CASE("a single function word, or nothing but function words, are left alone") {
    CHECK(weighed("die hard") == "die hard");
    CHECK(weighed("the lantern") == "the lantern");
    CHECK(weighed("to be or not to be").find("0.25") == std::string::npos);
}

TEST_CASE("only the language with most function words counts") {
    CHECK(weighed("the and of die") == "the^0.25 and^0.25 of^0.25 die");
}

TEST_CASE("capitals, weights, fields and phrases are what they are") {
    CHECK(weighed("the US and IT law of it") == "the^0.25 US and^0.25 IT law of^0.25 it^0.25");
    CHECK(weighed("THE LAW OF THE SEA") == "THE^0.5 LAW OF^0.25 SEA");
    CHECK(weighed("the^3 price of a house") == "the^3 price of^0.25 a^0.25 house");
    CHECK(weighed("title:the price of a house") == "title:the price of^0.25 a^0.25 house");
    CHECK(weighed("\"the of\" price") == "\"the of\" price");
    CHECK(weighed("+the price of a house") == "+the price of^0.25 a^0.25 house");
}

TEST_CASE("a repeated word counts as often as it is said") {
    CHECK(weighed("lock lock lock table") == "lock^3 table");
    CHECK(weighed("lock lock^2 table") == "lock lock^2 table");
    CHECK(weighed("+lock lock -lock") == "+lock lock -lock");
    const test::SampleIndex index({test::make_document("a", "", "lock table table"),
                                   test::make_document("b", "", "lock lock table")});
    CHECK(index.ids("lock lock lock table").front() == "b");
    CHECK(index.ids("lock table table table").front() == "a");
}

TEST_CASE("turned down words still match") {
    const test::SampleIndex index({test::make_document("only", "", "the of and"),
                                   test::make_document("subject", "", "granite")});
    CHECK(index.ids("what of the granite") == test::Ids{"subject", "only"});
}
