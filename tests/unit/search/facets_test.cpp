#include <doctest/doctest.h>

#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

const test::SampleIndex& sample() {
    static const test::SampleIndex index([] {
        std::vector<Document> documents;
        for (int i = 0; i < 6; ++i) {
            Document document =
                make_document(std::to_string(i), "Post", "word " + std::to_string(i));
            document.kind = i < 4 ? Kind::post : Kind::thread;
            document.source = i % 2 == 0 ? "Even" : "Odd";
            document.url = "https://www.example.org/" + std::to_string(i);
            document.authors =
                i == 0 ? std::vector<std::string>{"Ada", "Grace"} : std::vector<std::string>{"Ada"};
            document.tags = {"all", i < 2 ? "few" : "many"};
            document.published = test::at(i < 2 ? "2023-12-31T23:59:59Z" : "2024-02-01T00:00:00Z");
            documents.push_back(document);
        }
        return documents;
    }());
    return index;
}

std::vector<FacetValue> values(const std::string& query, const std::string& facet) {
    return sample()
        .search(SearchRequest{.query = query, .limit = 1, .facets = {facet}})
        .facets.at(0)
        .values;
}

using Values = std::vector<FacetValue>;

}  // namespace

TEST_CASE("facets count exactly over everything that matches, not over the page") {
    CHECK(values("word", "kind") == Values{{"post", 4}, {"thread", 2}});
    CHECK(values("word", "source") == Values{{"Even", 3}, {"Odd", 3}});
    CHECK(values("kind:post", "source") == Values{{"Even", 2}, {"Odd", 2}});
}

TEST_CASE("fields of several values count each") {
    CHECK(values("word", "author") == Values{{"Ada", 6}, {"Grace", 1}});
    CHECK(values("word", "tag") == Values{{"all", 6}, {"many", 4}, {"few", 2}});
}

TEST_CASE("years and months are listed newest first") {
    CHECK(values("word", "year") == Values{{"2024", 4}, {"2023", 2}});
    CHECK(values("word", "month") == Values{{"2024-02", 4}, {"2023-12", 2}});
}

TEST_CASE("sites are hosts without www") {
    CHECK(values("word", "site") == Values{{"example.org", 6}});
}

TEST_CASE("languages are counted") {
    CHECK(values("word", "lang") == Values{{"en", 6}});
}

TEST_CASE("facets come in the order asked, each once") {
    const Results results =
        sample().search(SearchRequest{.query = "word", .facets = {"year", "kind", "year"}});
    REQUIRE(results.facets.size() == 2);
    CHECK(results.facets[0].field == "year");
    CHECK(results.facets[1].field == "kind");
}

TEST_CASE("an unknown facet is an error that lists the known ones") {
    try {
        sample().search(SearchRequest{.query = "word", .facets = {"colour"}});
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::invalid_argument);
        CHECK(error.hint().find("kind, source") != std::string::npos);
    }
}

TEST_CASE("no match gives facets without values") {
    const Results results =
        sample().search(SearchRequest{.query = "nonexistent", .facets = {"kind"}});
    REQUIRE(results.facets.size() == 1);
    CHECK(results.facets[0].values.empty());
    CHECK(results.total == 0);
}
