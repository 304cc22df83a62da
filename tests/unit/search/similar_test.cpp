#include <doctest/doctest.h>

#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::Ids;
using test::make_document;

namespace {

std::vector<Document> documents() {
    std::vector<Document> all = {
        make_document("pool", "Connection pools",
                      "Pools of postgres connections run dry when transactions stay open."),
        make_document("dry", "When pools run dry",
                      "A transaction that stays open keeps its postgres connection."),
        make_document("garden", "Raised beds", "Tomatoes and beans grow in raised beds."),
        make_document("water", "Watering tomatoes", "Beans and tomatoes need water in summer."),
        make_document("alone", "Qwertz", "asdfg"),
    };
    all[1].kind = Kind::readme;
    return all;
}

const test::SampleIndex& sample() {
    static const test::SampleIndex index(documents());
    return index;
}

Ids similar(std::string id, std::string query = {}) {
    return sample().ids(
        SearchRequest{.query = std::move(query), .limit = 100, .similar_to = std::move(id)});
}

}  // namespace

TEST_CASE(
    "what shares the telling words of a document resembles it, the document itself left out") {
    CHECK(similar("pool").front() == "dry");
    CHECK(similar("garden").front() == "water");
    for (const std::string& id : similar("pool"))
        CHECK(id != "pool");
}

TEST_CASE("a query restricts what resembles a document") {
    CHECK(similar("pool", "kind:readme") == Ids{"dry"});
    CHECK(similar("pool", "kind:post").empty());
    CHECK(similar("garden", "water") == Ids{"water"});
    CHECK(similar("pool", "-transaction kind:readme").empty());
}

TEST_CASE("a document of its own kind resembles nothing") {
    CHECK(similar("alone").empty());
}

TEST_CASE("near-duplicates of a document do not count as similar to it") {
    const std::string story =
        "The harbour lantern burned all night while the boats waited for the tide to turn, and "
        "nobody in the village slept before the last of them had come home safely again. ";
    const test::SampleIndex index({make_document("a", "The lantern", story),
                                   make_document("b", "The lantern", story),
                                   make_document("c", "Another lantern", "A village lantern.")});
    CHECK(index.ids(SearchRequest{.limit = 100, .similar_to = "a"}) == Ids{"c"});
}

TEST_CASE("the shared words are marked") {
    const Results results = sample().search(SearchRequest{.limit = 1, .similar_to = "garden"});
    REQUIRE(results.hits.size() == 1);
    CHECK_FALSE(results.hits[0].title_highlights.empty());
    CHECK_FALSE(results.hits[0].snippet_highlights.empty());
}

TEST_CASE("similar to a document that does not exist is an error that names it") {
    try {
        similar("nope");
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::not_found);
        CHECK(std::string(error.what()).find("nope") != std::string::npos);
        CHECK_FALSE(error.hint().empty());
    }
}
