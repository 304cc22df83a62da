#include <doctest/doctest.h>

#include <algorithm>

#include "support/sample_index.hpp"

using namespace kb;

namespace {

/// Posts about sailing that say "sail", one that only shares their other words, and noise.
std::vector<Document> posts() {
    std::vector<Document> documents;
    for (int i = 0; i < 5; ++i) {
        documents.push_back(test::make_document(
            "sail" + std::to_string(i), "",
            "sail with rigging and keel, the mast of boat " + std::to_string(i)));
    }
    documents.push_back(test::make_document("related", "", "rigging and keel and mast alone"));
    for (int i = 0; i < 80; ++i) {
        documents.push_back(test::make_document("noise" + std::to_string(i), "",
                                                "bread number " + std::to_string(1000 + i)));
    }
    return documents;
}

SearchRequest recall(std::string query) {
    SearchRequest request;
    request.query = std::move(query);
    request.limit = 1000;
    request.collapse = false;
    request.profile = find_profile("recall").value();
    return request;
}

bool contains(const std::vector<std::string>& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

TEST_CASE("feedback finds what shares the words of the best documents, behind these") {
    const test::SampleIndex index(posts());
    SearchRequest asked = recall("sail");
    const std::vector<std::string> ids = index.ids(asked);
    REQUIRE(ids.size() == 6);
    CHECK(ids.back() == "related");
    asked.profile.feedback.documents = 0;
    CHECK(index.ids(asked).size() == 5);
}

TEST_CASE("feedback finds nothing that filters, exclusions or requirements forbid") {
    const test::SampleIndex index(posts());
    CHECK_FALSE(contains(index.ids(recall("sail -alone")), "related"));
    CHECK(contains(index.ids(recall("sail lang:en")), "related"));
    CHECK(index.ids(recall("sail lang:de")).empty());
    CHECK(index.ids(recall("+sail boat")).size() == 5);
    CHECK(index.ids(recall("\"sail with\"")).size() == 5);
    CHECK(index.ids(recall("nothinglikeit")).empty());
    CHECK(index.ids(recall("lang:en")).size() == 86);
}

TEST_CASE("feedback is the same at every page") {
    const test::SampleIndex index(posts());
    SearchRequest asked = recall("sail");
    const std::vector<std::string> whole = index.ids(asked);
    asked.limit = 2;
    for (asked.offset = 0; asked.offset < whole.size(); asked.offset += 2) {
        const std::vector<std::string> page = index.ids(asked);
        CHECK(std::equal(page.begin(), page.end(),
                         whole.begin() + static_cast<std::ptrdiff_t>(asked.offset)));
    }
}
