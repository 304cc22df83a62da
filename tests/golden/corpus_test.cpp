#include <doctest/doctest.h>

#include <map>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"
#include "support/tsv.hpp"

using namespace kb;

namespace {

const std::filesystem::path corpus = std::filesystem::path(KB_SOURCE_DIR) / "corpus";

class CorpusIndex {
  public:
    CorpusIndex() {
        Index index(directory_ / "index", Index::Mode::create);
        DocumentReader reader({(corpus / "river").string(), (corpus / "jsonl").string()},
                              {.as_of = test::at("2024-06-01")}, [&](const Problem& problem) {
                                  problems += problem.input + ": " + problem.message + "\n";
                              });
        report = index.add_all(reader, {});
    }

    Searcher searcher() const { return Searcher(directory_ / "index"); }

    std::string problems;
    AddReport report;

  private:
    test::TemporaryDirectory directory_;
};

const CorpusIndex& sample() {
    static const CorpusIndex index;
    return index;
}

}  // namespace

TEST_CASE("the sample posts are read without a problem") {
    CHECK(sample().problems == "");
    CHECK(sample().report.added == 114);
    CHECK(sample().report.updated == 0);
}

TEST_CASE("every kind and at least eight languages occur among the sample posts") {
    const Results results = sample().searcher().search({.query = "*", .facets = {"kind", "lang"}});
    CHECK(results.facets[0].values.size() == 8);
    CHECK(results.facets[1].values.size() >= 8);
}

TEST_CASE("a best answer comes first for every query over the sample posts") {
    std::map<std::string, std::map<std::string, int>> grades;
    for (const auto& row : test::read_rows(corpus / "qrels.txt", ' '))
        grades[row.at(0)][row.at(2)] = std::stoi(row.at(3));
    const Searcher searcher = sample().searcher();
    std::size_t queries = 0;
    std::string misses;
    for (const auto& row : test::read_rows(corpus / "queries.tsv", '\t')) {
        ++queries;
        const auto& judged = grades.at(row.at(0));
        int best = 0;
        for (const auto& [id, grade] : judged)
            best = std::max(best, grade);
        const Results results = searcher.search({.query = row.at(1), .limit = 1});
        const std::string first = results.hits.empty() ? "nothing" : results.hits[0].document.id;
        const auto found = judged.find(first);
        if (found == judged.end() || found->second != best)
            misses += row.at(0) + " " + row.at(1) + " → " + first + "\n";
    }
    CHECK(queries >= 48);
    CHECK_MESSAGE(misses.empty(), misses);
}
