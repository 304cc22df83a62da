#include <doctest/doctest.h>

#include "support/sample_index.hpp"

using namespace kb;

namespace {

Document item(std::string id, std::string source, std::string url, std::string title) {
    Document document = test::make_document(std::move(id), title, "about " + title);
    document.source = std::move(source);
    document.url = std::move(url);
    return document;
}

std::uint64_t found(const std::vector<Document>& documents) {
    return test::SampleIndex(documents).search("about").total;
}

}  // namespace

TEST_CASE("the same link in several sources is one story, the others counted") {
    const test::SampleIndex sample(
        {item("a", "Blog", "https://www.example.org/post/?utm_source=x", "Lanterns"),
         item("b", "Planet", "http://example.org/post", "Blog: lanterns lit"),
         item("c", "Digest", "https://m.example.org/post/amp/", "Weekly piers")});
    const Results results = sample.search("about");
    REQUIRE(results.total == 1);
    CHECK(results.hits[0].duplicates == 2);
    CHECK(sample.search(SearchRequest{.query = "about", .collapse = false}).total == 3);
}

TEST_CASE("a link that items of one source share does not make them one") {
    CHECK(found({item("a", "Releases", "https://example.org/changelog", "Version one"),
                 item("b", "Releases", "https://example.org/changelog", "Version two"),
                 item("c", "Releases", "https://example.org/changelog", "Version three")}) == 3);
}

TEST_CASE("two feeds of one name that carry one story show it once") {
    CHECK(found({item("a", "Blog", "https://example.org/post", "Lanterns"),
                 item("b", "Blog", "https://example.org/post/", "Lanterns")}) == 1);
}

TEST_CASE("front pages and parts of pages are no stories") {
    CHECK(found({item("a", "Blog", "https://example.org/", "Lanterns"),
                 item("b", "Planet", "https://www.example.org", "Piers")}) == 2);
    Document part = item("b", "Planet", "https://example.org/page", "Piers");
    part.parent = Parent{"a", "Page"};
    CHECK(found({item("a", "Blog", "https://example.org/page", "Lanterns"), part}) == 2);
}

TEST_CASE("a story that changes stays in its group") {
    const Document first = item("a", "Blog", "https://example.org/post", "Lanterns");
    const Document second = item("b", "Planet", "https://example.org/post", "Piers");
    Document changed = second;
    changed.text = "about harbours";
    CHECK(found({first, second, changed}) == 1);
}
