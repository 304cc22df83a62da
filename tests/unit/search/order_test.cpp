#include <doctest/doctest.h>

#include "support/sample_index.hpp"

using namespace kb;
using test::Ids;
using test::make_document;

namespace {

Document dated(const char* id, const char* date, std::uint64_t points) {
    Document document = make_document(id, "Post", std::string("the same word and ") + id);
    if (*date != '\0') document.published = test::at(date);
    if (points > 0) document.points = points;
    return document;
}

const test::SampleIndex& sample() {
    static const test::SampleIndex index(
        {dated("undated", "", 5), dated("old", "2022-01-01", 9), dated("newb", "2024-01-01", 5),
         dated("newa", "2024-01-01", 0), dated("mid", "2023-01-01", 7)});
    return index;
}

}  // namespace

TEST_CASE("equal scores are ordered by newest, then id") {
    // By words alone: votes and dates would make the scores differ.
    CHECK(sample().ids(SearchRequest{.query = "word", .profile = *find_profile("classic")}) ==
          Ids{"newa", "newb", "mid", "old", "undated"});
    CHECK(sample().ids("kind:article") == Ids{"newa", "newb", "mid", "old", "undated"});
}

TEST_CASE("results sort by date and by number, those without last") {
    CHECK(sample().ids(SearchRequest{.query = "word", .sort = Sort::newest}) ==
          Ids{"newa", "newb", "mid", "old", "undated"});
    CHECK(sample().ids(SearchRequest{.query = "word", .sort = Sort::oldest}) ==
          Ids{"old", "mid", "newa", "newb", "undated"});
    CHECK(sample().ids(SearchRequest{.query = "word", .sort = Sort::points}) ==
          Ids{"old", "mid", "newb", "undated", "newa"});
}

TEST_CASE("pages neither repeat nor skip, in every order") {
    for (const Sort sort :
         {Sort::relevance, Sort::newest, Sort::oldest, Sort::points, Sort::comments}) {
        const Ids all = sample().ids(SearchRequest{.query = "word", .limit = 100, .sort = sort});
        Ids paged;
        for (std::uint64_t offset = 0; offset < 6; offset += 2) {
            const Results page = sample().search(
                SearchRequest{.query = "word", .limit = 2, .offset = offset, .sort = sort});
            CHECK(page.total == 5);
            for (const Hit& hit : page.hits) {
                paged.push_back(hit.document.id);
                CHECK(hit.rank == paged.size());
            }
        }
        CHECK(paged == all);
    }
}

TEST_CASE("a page beyond the end is empty and still knows the total") {
    const Results results =
        sample().search(SearchRequest{.query = "word", .limit = 10, .offset = 1'000'000'000'000});
    CHECK(results.hits.empty());
    CHECK(results.total == 5);
}

TEST_CASE("an enormous limit is taken as everything") {
    CHECK(sample().ids(SearchRequest{.query = "word", .limit = ~std::uint64_t{0}}).size() == 5);
    CHECK(sample()
              .ids(SearchRequest{.query = "word", .limit = ~std::uint64_t{0}, .offset = 3})
              .size() == 2);
}

TEST_CASE("a limit of zero only counts") {
    const Results results = sample().search(SearchRequest{.query = "word", .limit = 0});
    CHECK(results.hits.empty());
    CHECK(results.total == 5);
}
