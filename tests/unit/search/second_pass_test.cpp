#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "rank/priors.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

const Timestamp now = test::at("2024-06-01T00:00:00Z");

Document dated(std::string id, std::string text, std::string_view published) {
    Document document = test::make_document(std::move(id), "", std::move(text));
    if (!published.empty()) document.published = test::at(published);
    return document;
}

SearchRequest request(std::string query, std::string_view profile = "default") {
    SearchRequest request;
    request.query = std::move(query);
    request.limit = 1000;
    request.profile = find_profile(profile).value();
    request.now = now;
    return request;
}

/// Posts of random words, dates, votes and pages.
std::vector<Document> random_posts(unsigned seed, int count) {
    std::mt19937 random(seed);
    std::vector<Document> documents;
    for (int i = 0; i < count; ++i) {
        std::string text;
        for (auto n = 3 + random() % 40; n > 0; --n)
            text += random() % 4 == 0 ? "granite " : random() % 3 == 0 ? "slate " : "filler ";
        Document document = test::make_document("d" + std::to_string(i), "", text);
        if (random() % 10 != 0)
            document.published = now - std::chrono::hours(random() % (24 * 2000));
        if (random() % 2 == 0) document.points = random() % 500;
        if (random() % 3 == 0) document.comments = random() % 90;
        if (random() % 5 == 0)
            document.parent = Parent{"page" + std::to_string(random() % 3), "Page"};
        documents.push_back(document);
    }
    return documents;
}

}  // namespace

TEST_CASE("of posts that match alike the newer one comes first, and the one with more votes") {
    Document voted = dated("voted", "granite and more", "2020-01-01T00:00:00Z");
    voted.points = 300;
    const test::SampleIndex index({dated("old", "granite and more", "2020-01-01T00:00:00Z"), voted,
                                   dated("new", "granite and more", "2024-05-31T00:00:00Z"),
                                   dated("undated", "granite and more", "")});
    SearchRequest apart = request("granite");
    apart.collapse = false;
    CHECK(index.ids(apart) == test::Ids{"new", "voted", "old", "undated"});
    apart.profile = find_profile("classic").value();
    for (const Hit& hit : index.search(apart).hits)
        CHECK(hit.score == hit.parts.words);
}

TEST_CASE("priors never lift a post over one that matches better by more than their bound") {
    for (const std::string_view profile : {"default", "fresh"}) {
        const test::SampleIndex index(random_posts(7, 400));
        SearchRequest asked = request("granite slate", profile);
        asked.collapse = false;
        asked.profile.parts_of_a_page = 0;
        const PriorParameters& priors = asked.profile.priors;
        const std::vector<Hit> hits = index.search(asked).hits;
        double best = 0;
        for (const Hit& hit : hits)
            best = std::max(best, hit.parts.words);
        const double bound = (priors.recency + priors.popularity) * best;
        double least_before = hits.front().parts.words;
        bool moved = false;
        for (const Hit& hit : hits) {
            CHECK(hit.parts.recency >= 0);
            CHECK(hit.parts.recency <= priors.recency * best * (1 + 1e-12));
            CHECK(hit.parts.popularity <= priors.popularity * best);
            CHECK(hit.parts.words <= least_before + bound);
            moved = moved || hit.parts.words > least_before;
            least_before = std::min(least_before, hit.parts.words);
        }
        CHECK(moved);  // else nothing was tested
    }
}

TEST_CASE("in the profile for news a post of today beats a slightly better match of last year") {
    const test::SampleIndex index(
        {dated("year", "granite granite here and there", "2023-06-01T00:00:00Z"),
         dated("today", "granite here and there or so", "2024-05-31T20:00:00Z")});
    CHECK(index.ids(request("granite", "classic")).front() == "year");
    CHECK(index.ids(request("granite", "default")).front() == "year");
    CHECK(index.ids(request("granite", "fresh")).front() == "today");
}

TEST_CASE("without dates and votes the priors change nothing") {
    const test::SampleIndex index({test::make_document("a", "", "granite slate"),
                                   test::make_document("b", "", "granite granite slate"),
                                   test::make_document("c", "", "slate")});
    SearchRequest apart = request("granite slate");
    apart.collapse = false;
    SearchRequest classic = request("granite slate", "classic");
    classic.collapse = false;
    const Results with = index.search(apart);
    const Results without = index.search(classic);
    REQUIRE(with.hits.size() == without.hits.size());
    for (std::size_t i = 0; i < with.hits.size(); ++i) {
        CHECK(with.hits[i].document.id == without.hits[i].document.id);
        CHECK(with.hits[i].score == without.hits[i].score);
    }
}

TEST_CASE(
    "a title that equals the query comes first, whatever its spelling, also from far behind") {
    std::vector<Document> documents;
    for (int i = 0; i < 200; ++i) {
        documents.push_back(test::make_document(
            "other" + std::to_string(i), "Connection pools and connection pools",
            "connection pool connection pool " + std::to_string(i)));
    }
    std::string unrelated;
    for (int i = 0; i < 400; ++i)
        unrelated += "word" + std::to_string(i) + " ";
    documents.push_back(test::make_document("equal", "Connection Pools!", unrelated));
    const test::SampleIndex index(documents);
    for (const char* query : {"connection pools", "\"connection pools\"", "Connection-pools",
                              "connection pools lang:en"}) {
        CAPTURE(query);
        SearchRequest asked = request(query);
        asked.collapse = false;
        CHECK(index.ids(asked).front() == "equal");
        CHECK(index.search(asked).hits.front().parts.title > 0);
        asked.profile = find_profile("classic").value();
        CHECK(index.ids(asked).front() != "equal");
    }
    CHECK(index.ids(request("connection pools -word7")).front() != "equal");
    CHECK(index.ids(request("connection pools lang:de")).empty());
}

TEST_CASE("the parts of one page do not crowd the first results") {
    std::vector<Document> documents;
    for (int i = 0; i < 8; ++i) {
        Document part = test::make_document("page#" + std::to_string(i), "Candidate statement",
                                            "granite granite statement " + std::to_string(i));
        part.parent = Parent{"page", "Candidates"};
        documents.push_back(part);
    }
    for (int i = 0; i < 4; ++i) {
        documents.push_back(test::make_document(
            "post" + std::to_string(i), "Another post",
            "granite in a post of its own with a few words more " + std::to_string(i)));
    }
    const test::SampleIndex index(documents);
    SearchRequest asked = request("granite");
    asked.collapse = false;
    const std::vector<std::string> ids = index.ids(asked);
    REQUIRE(ids.size() == 12);
    const auto parts = std::count_if(ids.begin(), ids.begin() + 6,
                                     [](const std::string& id) { return id.starts_with("page"); });
    CHECK(parts <= 3);
    asked.profile.parts_of_a_page = 0;
    CHECK(index.ids(asked)[5].starts_with("page"));
}

TEST_CASE("scores fall, are the sum of their parts, and pages of any size fit together") {
    const test::SampleIndex index(random_posts(11, 120));
    for (const std::string_view profile : profile_names()) {
        CAPTURE(profile);
        for (const bool collapse : {true, false}) {
            SearchRequest asked = request("granite slate", profile);
            asked.collapse = collapse;
            asked.profile.window = 40;
            const Results whole = index.search(asked);
            REQUIRE(whole.hits.size() == whole.total);
            for (std::size_t i = 0; i < whole.hits.size(); ++i) {
                CHECK(whole.hits[i].score == whole.hits[i].parts.total());
                if (i > 0) CHECK(whole.hits[i].score <= whole.hits[i - 1].score);
            }
            for (const std::uint64_t size : {7U, 39U, 40U, 41U}) {
                asked.limit = size;
                std::vector<std::string> paged;
                for (asked.offset = 0; asked.offset < whole.total; asked.offset += size) {
                    for (const Hit& hit : index.search(asked).hits)
                        paged.push_back(hit.document.id);
                }
                REQUIRE(paged.size() == whole.hits.size());
                for (std::size_t i = 0; i < paged.size(); ++i)
                    CHECK(paged[i] == whole.hits[i].document.id);
                asked.offset = 0;
            }
        }
    }
}

TEST_CASE("other orders and filters alone know no second look") {
    const test::SampleIndex index(random_posts(3, 60));
    SearchRequest asked = request("granite");
    asked.sort = Sort::newest;
    for (const Hit& hit : index.search(asked).hits)
        CHECK(hit.score == hit.parts.words);
    for (const Hit& hit : index.search(request("lang:en")).hits)
        CHECK(hit.score == 0);
}

TEST_CASE("priors: half at half their measure, never beyond 1") {
    CHECK(rank::recency(0, 7) == 1);
    CHECK(rank::recency(7, 7) == 0.5);
    CHECK(rank::recency(-100, 7) == 1);
    CHECK(rank::recency(1e9, 7) > 0);
    CHECK(rank::popularity(0) == 0);
    CHECK(rank::popularity(30) == 0.5);
    CHECK(rank::popularity(1e18) < 1);
}

TEST_CASE("profiles are found by name, the default first") {
    CHECK(profile_names().front() == "default");
    for (const std::string_view name : profile_names())
        CHECK(find_profile(name).has_value());
    CHECK_FALSE(find_profile("").has_value());
    CHECK_FALSE(find_profile("Default").has_value());
}
