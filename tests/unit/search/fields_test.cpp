#include <doctest/doctest.h>

#include "support/sample_index.hpp"

using namespace kb;
using test::Ids;
using test::make_document;

namespace {

const test::SampleIndex& sample() {
    static const test::SampleIndex index([] {
        Document first = make_document("first", "Async migrations", "A note about postgres.");
        first.kind = Kind::readme;
        first.source = "Example Planet";
        first.url = "https://blog.example.org/first";
        first.authors = {"Ada Lovelace", "Grace Hopper"};
        first.tags = {"Machine Learning", "databases"};
        first.published = test::at("2023-11-15T12:00:00Z");
        first.points = 120;
        first.comments = 10;
        Document second =
            make_document("second", "Weekly notes", "All about migrations and async code by Ada.");
        second.url = "https://example.org/second";
        second.published = test::at("2023-11-30T23:59:59Z");
        second.points = 10;
        second.parent = Parent{"page", "A page"};
        Document third = make_document("third", "Notizen", "Etwas ganz anderes");
        third.lang = "de";
        third.published = test::at("2024-01-01T00:00:00Z");
        return std::vector<Document>{first, second, third};
    }());
    return index;
}

Ids sorted(const std::string& query) {
    Ids ids = sample().ids(query);
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace

TEST_CASE("title and text look for words in their field only") {
    CHECK(sorted("migrations") == Ids{"first", "second"});
    CHECK(sorted("title:migration") == Ids{"first"});
    CHECK(sorted("text:migration") == Ids{"second"});
    CHECK(sorted("title:\"async migrations\"") == Ids{"first"});
    CHECK(sorted("text:\"async migrations\"").empty());
    CHECK(sorted("title:postgres").empty());
}

TEST_CASE("author looks for names") {
    CHECK(sorted("author:ada") == Ids{"first"});
    CHECK(sorted("author:\"ada lovelace\"") == Ids{"first"});
    CHECK(sorted("author:\"lovelace grace\"").empty());
}

TEST_CASE("title words count more than words of the text") {
    CHECK(sample().ids("async").front() == "first");
}

TEST_CASE("tags are filters as a whole and words by themselves") {
    CHECK(sorted("tag:\"machine learning\"") == Ids{"first"});
    CHECK(sorted("tag:machine").empty());
    CHECK(sorted("machine") == Ids{"first"});
    CHECK(sorted("\"machine learning\"") == Ids{"first"});
    CHECK(sorted("\"learning databases\"").empty());
}

TEST_CASE("filters select without scoring") {
    CHECK(sorted("kind:readme") == Ids{"first"});
    CHECK(sorted("lang:de") == Ids{"third"});
    CHECK(sorted("source:\"example planet\"") == Ids{"first"});
    CHECK(sorted("id:second") == Ids{"second"});
    CHECK(sorted("parent:page") == Ids{"second"});
    CHECK(sample().search("kind:readme").hits[0].score == 0);
}

TEST_CASE("a site is found under its parent domain") {
    CHECK(sorted("site:example.org") == Ids{"first", "second"});
    CHECK(sorted("site:blog.example.org") == Ids{"first"});
    CHECK(sorted("site:www.example.org") == Ids{"first", "second"});
    CHECK(sorted("site:org").empty());
}

TEST_CASE("filters of one field are alternatives, of several fields are combined") {
    CHECK(sorted("kind:readme kind:article") == Ids{"first", "second", "third"});
    CHECK(sorted("kind:article lang:de") == Ids{"third"});
    CHECK(sorted("migrations kind:article") == Ids{"second"});
    CHECK(sorted("migrations -kind:article") == Ids{"first"});
    CHECK(sorted("migrations +kind:article") == Ids{"second"});
    CHECK(sorted("migrations (kind:readme OR lang:de)") == Ids{"first"});
    CHECK(sorted("(kind:readme OR lang:de)") == Ids{"first", "third"});
    CHECK(sorted("lang:de-AT") == Ids{"third"});
}

TEST_CASE("dates include their whole day, month and year") {
    CHECK(sorted("date:2023-11") == Ids{"first", "second"});
    CHECK(sorted("date:2023") == Ids{"first", "second"});
    CHECK(sorted("after:2023-11-30") == Ids{"second", "third"});
    CHECK(sorted("before:2023-11-30") == Ids{"first", "second"});
    CHECK(sorted("before:2023-11-29") == Ids{"first"});
    CHECK(sorted("date:2023-11-16..2024-01-01") == Ids{"second", "third"});
    CHECK(sorted("after:2023-11-16 before:2023-12") == Ids{"second"});
}

TEST_CASE("relative dates count back from now") {
    const auto now = test::at("2024-01-05");
    CHECK(sample().ids(SearchRequest{.query = "after:7d", .now = now}) == Ids{"third"});
    CHECK(sample().ids(SearchRequest{.query = "after:6w", .now = now}) == Ids{"third", "second"});
    CHECK(sample().ids(SearchRequest{.query = "before:2m", .now = test::at("2024-02-01")}) ==
          Ids{"second", "first"});
}

TEST_CASE("a document without a date is in no range of dates") {
    const test::SampleIndex index({make_document("a", "A", "x")});
    CHECK(index.ids("before:2100").empty());
    CHECK(index.ids("after:1900").empty());
}

TEST_CASE("numbers are compared") {
    CHECK(sorted("points:>=100") == Ids{"first"});
    CHECK(sorted("points:<100") == Ids{"second"});
    CHECK(sorted("points:10..120") == Ids{"first", "second"});
    CHECK(sorted("points:>=10 points:<=10") == Ids{"second"});
    CHECK(sorted("comments:10") == Ids{"first"});
}
