#include <doctest/doctest.h>

#include <cmath>

#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

const test::SampleIndex& sample() {
    static const test::SampleIndex index(
        {make_document("1", "Connection pools", "a connection pool and async code, async orm"),
         make_document("2", "Getting a connection", "the connection was lost; async code here"),
         make_document("3", "Contracts", "contract by contract, a pool of water; code async"),
         make_document("4", "bulk_create", "bulkCreate and getUserName, migrate migrating")});
    return index;
}

Results explained(std::string query, Match match = Match::any) {
    return sample().search(
        SearchRequest{.query = std::move(query), .limit = 100, .match = match, .explain = true});
}

/// Whether every inner node that says it is a sum has the value of its parts, up to rounding.
void check_sums(const Explanation& explanation) {
    if (explanation.description.find("sum of") != std::string::npos) {
        double sum = 0;
        for (const Explanation& detail : explanation.details) {
            sum += detail.value;
            check_sums(detail);
        }
        CHECK(explanation.details.size() > 1);
        CHECK(std::abs(sum - explanation.value) <= 1e-12 * sum);
    }
}

bool mentions(const Explanation& explanation, const std::string& text) {
    if (explanation.description.find(text) != std::string::npos) return true;
    for (const Explanation& detail : explanation.details) {
        if (mentions(detail, text)) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("the explanation of a score has exactly its value and sums up to it") {
    for (const char* query : {"async",
                              "async orm",
                              "async code orm connection pool",
                              "+async -orm pool",
                              "\"async code\"",
                              "\"code async\"~2",
                              "title:connection",
                              "text:pool",
                              "bulk_create",
                              "conn* code",
                              "kind:article",
                              "async kind:article lang:en",
                              "(async OR pool) AND (code OR orm)",
                              "async^3 pool^0.5",
                              "*",
                              "migration",
                              "getusername",
                              "-async",
                              "connection (lost orm)^2",
                              "points:>=0",
                              "+pool async code"}) {
        for (const Match match : {Match::any, Match::all}) {
            CAPTURE(query);
            const Results results = explained(query, match);
            for (const Hit& hit : results.hits) {
                REQUIRE(hit.explanation.has_value());
                CHECK(hit.explanation->value == hit.score);
                CHECK(hit.explanation->description != "does not match");
                check_sums(*hit.explanation);
            }
        }
    }
}

TEST_CASE("an explanation names the words with their frequencies and weights") {
    const Results results = explained("connection^2 pool");
    REQUIRE_FALSE(results.hits.empty());
    const Explanation& explanation = *results.hits.front().explanation;
    CHECK(explanation.details.size() == 2);
    CHECK(mentions(explanation, "connect (en)"));
    CHECK(mentions(explanation, "2 in 4 documents, times 2 of the query"));
    CHECK(mentions(explanation, "average length"));
}

TEST_CASE("a phrase is explained as one") {
    const Results results = explained("\"async code\"");
    REQUIRE_FALSE(results.hits.empty());
    CHECK(mentions(*results.hits.front().explanation, "phrase \"async code\""));
}

TEST_CASE("scores are the same whether explained or not, and explained only where asked for") {
    const Results plain = sample().search("async code orm pool");
    const Results with = explained("async code orm pool");
    REQUIRE(plain.hits.size() == with.hits.size());
    for (std::size_t i = 0; i < plain.hits.size(); ++i) {
        CHECK(plain.hits[i].score == with.hits[i].score);
        CHECK_FALSE(plain.hits[i].explanation.has_value());
    }
}

TEST_CASE("what resembles a document is explained too") {
    const Results results = sample().search(SearchRequest{.explain = true, .similar_to = "1"});
    REQUIRE_FALSE(results.hits.empty());
    for (const Hit& hit : results.hits) {
        CHECK(hit.explanation->value == hit.score);
        CHECK(hit.score > 0);
        check_sums(*hit.explanation);
    }
}

TEST_CASE("an explanation is written as JSON") {
    Hit hit;
    hit.document.id = "x";
    hit.explanation = Explanation{3, "sum of", {{1, "a", {}}, {2, "b", {}}}};
    CHECK(to_json(hit).ends_with(
        R"("duplicates":0,"explain":{"value":3,"description":"sum of","details":[)"
        R"({"value":1,"description":"a","details":[]},{"value":2,"description":"b","details":[]}]}})"));
}
