// What is found by what, as the tables of README.md and of analysis.md say: every row is a post of
// one index, so that all languages are in it at once.

#include <doctest/doctest.h>

#include <algorithm>

#include "golden/analysis_table.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

std::string id_of(std::size_t row) {
    return "row" + std::to_string(row);
}

test::SampleIndex index_of(const std::vector<test::AnalysisRow>& rows) {
    std::vector<Document> documents;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Document document = test::make_document(id_of(i), "", rows[i].text);
        document.lang = rows[i].lang;
        documents.push_back(document);
    }
    return test::SampleIndex(documents);
}

bool finds(const Searcher& searcher, const std::string& query, Match match, std::size_t row) {
    const Results results = searcher.search(
        {.query = query, .limit = 10000, .match = match, .snippet_length = 0, .collapse = false});
    return std::any_of(results.hits.begin(), results.hits.end(),
                       [&](const Hit& hit) { return hit.document.id == id_of(row); });
}

void check_table(const std::vector<test::AnalysisRow>& rows) {
    const test::SampleIndex index = index_of(rows);
    const Searcher searcher(index.path());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CAPTURE(rows[i].text);
        for (const std::string& query : rows[i].found_by) {
            CAPTURE(query);
            CHECK(finds(searcher, query, Match::any, i));
            CHECK(finds(searcher, query, Match::all, i));
        }
        for (const std::string& query : rows[i].not_by) {
            CAPTURE(query);
            CHECK_FALSE(finds(searcher, query, Match::any, i));
        }
    }
}

}  // namespace

TEST_CASE("every row of the table of words is found as it says") {
    const auto rows =
        test::read_analysis_rows(std::filesystem::path(KB_SOURCE_DIR) / "tests/golden/analysis.md");
    CHECK(rows.size() > 100);
    check_table(rows);
}

TEST_CASE("every row of the README's table of words is found as it says") {
    const auto rows = test::read_analysis_rows(std::filesystem::path(KB_SOURCE_DIR) / "README.md");
    if (rows.empty()) {
        MESSAGE("skipped: README.md has no table of words");
        return;
    }
    check_table(rows);
}
