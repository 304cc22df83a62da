// Pages of any size, one after the other, are the whole result: for random collections with equal
// scores, dates and numbers and with near-duplicates, in every order, collapsed or not.

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "support/sample_index.hpp"

using namespace kb;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

std::string random_text(Random& random, std::size_t words) {
    static const std::vector<std::string> vocabulary = {
        "red", "green", "blue", "lantern", "harbour", "boat", "tide", "night", "storm", "rope"};
    std::string text;
    for (std::size_t i = 0; i < words; ++i)
        text += vocabulary[below(random, vocabulary.size())] + (i % 9 == 8 ? ". " : " ");
    return text;
}

std::vector<Document> random_collection(Random& random) {
    std::vector<Document> documents;
    std::vector<std::string> stories;
    for (int i = 0; i < 4; ++i)
        stories.push_back(random_text(random, 80));
    const std::size_t size = 20 + below(random, 60);
    for (std::size_t i = 0; i < size; ++i) {
        const bool is_copy = below(random, 3) == 0;
        Document document = test::make_document(
            std::to_string(below(random, 1000)), is_copy ? "Story" : random_text(random, 3),
            is_copy ? stories[below(random, stories.size())]
                    : random_text(random, 1 + below(random, 12)));
        if (below(random, 4) > 0)
            document.published = test::at("2023-11-0" + std::to_string(1 + below(random, 3)));
        if (below(random, 2) == 0) document.points = below(random, 4);
        if (below(random, 2) == 0) document.comments = below(random, 3);
        documents.push_back(std::move(document));
    }
    return documents;
}

struct Listed {
    std::string id;
    double score = 0;
    std::uint64_t duplicates = 0;

    bool operator==(const Listed&) const = default;
};

std::vector<Listed> listed(const Results& results, std::uint64_t offset) {
    std::vector<Listed> list;
    for (const Hit& hit : results.hits) {
        REQUIRE(hit.rank == offset + list.size() + 1);
        list.push_back({hit.document.id, hit.score, hit.duplicates});
    }
    return list;
}

void check_pages(const Searcher& searcher, SearchRequest request, Random& random) {
    request.limit = 1000;
    request.snippet_length = 0;
    const Results whole = searcher.search(request);
    const std::vector<Listed> all = listed(whole, 0);
    REQUIRE(all.size() == whole.total);
    std::set<std::string> ids;
    for (const Listed& hit : all)
        REQUIRE(ids.insert(hit.id).second);
    request.limit = 1 + below(random, 9);
    std::vector<Listed> paged;
    for (request.offset = 0; request.offset <= whole.total; request.offset += request.limit) {
        const Results page = searcher.search(request);
        REQUIRE(page.total == whole.total);
        for (const Listed& hit : listed(page, request.offset))
            paged.push_back(hit);
    }
    REQUIRE(paged == all);
}

}  // namespace

TEST_CASE("pages of any size neither repeat nor skip, in every order, collapsed or not") {
    Random random(20231129);
    for (int round = 0; round < 12; ++round) {
        CAPTURE(round);
        const test::SampleIndex index(random_collection(random));
        const Searcher searcher(index.path());
        for (const Sort sort :
             {Sort::relevance, Sort::newest, Sort::oldest, Sort::points, Sort::comments}) {
            for (const bool collapse : {true, false}) {
                CAPTURE(static_cast<int>(sort));
                CAPTURE(collapse);
                for (const char* query : {"red lantern harbour", "*", "storm", "\"red boat\" rope",
                                          "+night tide", "points:>=1 blue green", "lan*"}) {
                    CAPTURE(query);
                    check_pages(searcher, {.query = query, .sort = sort, .collapse = collapse},
                                random);
                }
            }
        }
    }
}
