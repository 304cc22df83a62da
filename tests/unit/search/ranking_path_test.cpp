#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <random>

#include "index/ranking_mark.hpp"
#include "index/snapshot.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/query.hpp"
#include "search/collector.hpp"
#include "search/plan.hpp"
#include "search/ranking_collector.hpp"
#include "search/xapian_collector.hpp"
#include "search/xapian_query.hpp"
#include "support/rank/ranked_index.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;

namespace {

const std::vector<std::string> queries = {
    "query planner",
    "lock",
    "the",
    "the query lock index async runtime",
    "+migration schema",
    "postgres AND index",
    "running AND (kernel OR memory) release",
    "parser -tokens",
    "\"query planner\"",
    "\"lock index\" OR async",
    "+\"memory allocator\" kernel",
    "-\"query planner\" planner",
    "\"query lock\"~4",
    "\"query planner lock\"~9",
    "\"lock lock\"~30 index",
    "index -\"query lock\"~6",
    "index -(\"query lock\"~6 lock)",
    "title:\"query the\"~3",
    "title:query",
    "title:\"the query\"",
    "text:vector",
    "author:ada",
    "kind:readme",
    "kind:readme kind:thread search",
    "ranking source:\"source 1\"",
    "engine tag:tag1 tag:tag2",
    "cache lang:de",
    "search site:example.org after:2021-01",
    "memory points:>=20",
    "points:10..30 comments:<10 lock",
    "after:2020-11 before:2021-08",
    "id:post:17",
    "id:post:17 OR id:post:18 lock",
    "node.js bulk_create C++ getUserName",
    "get user name",
    "run* sch*",
    "re*",
    "query^3 lock^0.5",
    "hauser",
    "*",
    "* -lock",
    "nothing_like_this",
    "nothing_like_this lock",
    "lock AND nothing_like_this",
};

/// A page in words: what must be the same whichever way it was found.
struct Page {
    std::vector<std::string> ids;
    std::vector<double> scores;
};

Page page_of(const search::Collected& collected, const Xapian::Database& database) {
    Page page;
    for (const search::FoundDocument& found : collected.page) {
        page.ids.push_back(std::to_string(found.docid) + " of " +
                           database.get_document(found.docid).get_value(10));
        page.scores.push_back(found.score);
    }
    return page;
}

void compare(index::Snapshot& snapshot, const SearchRequest& request) {
    const Query query = parse_query(request.query, {.now = Timestamp()});
    search::Deadline deadline;
    const search::Plan plan = search::make_plan(query.root, request.match, snapshot, deadline);
    const search::Collected slow =
        search::collect_with_xapian(snapshot, search::to_xapian(plan.root), request, deadline);
    REQUIRE(snapshot.ranking);
    const search::Collected fast =
        search::collect_with_ranking(snapshot, plan.root, request, deadline);
    const Page expected = page_of(slow, snapshot.database);
    const Page found = page_of(fast, snapshot.database);
    CHECK(found.ids == expected.ids);
    REQUIRE(found.scores.size() == expected.scores.size());
    for (std::size_t i = 0; i < found.scores.size(); ++i)
        CHECK(found.scores[i] == doctest::Approx(expected.scores[i]).epsilon(1e-9));
    CHECK(fast.total == slow.total);
    CHECK(fast.duplicates == slow.duplicates);
    REQUIRE(fast.facets.size() == slow.facets.size());
    for (std::size_t i = 0; i < fast.facets.size(); ++i) {
        CAPTURE(fast.facets[i].field);
        CHECK(fast.facets[i].values == slow.facets[i].values);
    }
}

/// Every query in every order, with all that can be asked of it.
void compare_everything(const std::filesystem::path& directory, unsigned step) {
    index::SnapshotPool pool(directory);
    const std::vector<std::string> facets = {"kind", "source", "site", "author",
                                             "tag",  "lang",   "year", "month"};
    unsigned turn = step;
    for (const std::string& text : queries) {
        for (const Sort sort :
             {Sort::relevance, Sort::newest, Sort::oldest, Sort::points, Sort::comments}) {
            ++turn;
            SearchRequest request;
            request.query = text;
            request.sort = sort;
            request.match = turn % 5 == 0 ? Match::all : Match::any;
            request.collapse = turn % 3 != 0;
            request.limit = std::vector<std::uint64_t>{10, 0, 3, 1000}[turn % 4];
            request.offset = turn % 7 == 0 ? 5 : 0;
            if (turn % 2 == 0) request.facets = facets;
            if (turn % 11 == 0) request.profile.bm25 = {.k1 = 0.4, .b = 0.9};
            CAPTURE(text);
            CAPTURE(turn);
            pool.read([&](index::Snapshot& snapshot) { compare(snapshot, request); });
        }
    }
}

}  // namespace

TEST_CASE("the ranking file finds what Xapian finds: also after documents came, changed and went") {
    std::mt19937 random(21);
    test::PostMaker posts(random);
    const test::TemporaryDirectory directory;
    const auto path = directory / "index";
    constexpr unsigned first = 400;
    {
        Index index(path, Index::Mode::create);
        for (unsigned number = 0; number < first; ++number)
            index.add(posts.make(number));
        index.commit();
    }
    test::make_ranking_file(path);
    compare_everything(path, 0);
    {
        INFO("after adding");
        Index index(path);
        for (unsigned number = first; number < first + 60; ++number)
            index.add(posts.make(number));
        index.commit();
        compare_everything(path, 1);
        INFO("after replacing and deleting");
        for (unsigned number = 0; number < first + 60; number += 9)
            index.add(posts.make(number));
        for (unsigned number = 3; number < first + 60; number += 10)
            index.erase("post:" + std::to_string(number));
        index.commit();
        compare_everything(path, 2);
        for (unsigned number = 0; number < 40; number += 3)
            index.erase("post:" + std::to_string(number));
        index.commit();
        compare_everything(path, 3);
    }
    test::make_ranking_file(path);
    compare_everything(path, 4);
}

TEST_CASE("a reader takes over what a writer changes, and a file made anew") {
    std::mt19937 random(22);
    test::PostMaker posts(random);
    const test::TemporaryDirectory directory;
    const auto path = directory / "index";
    Index(path, Index::Mode::create).add(posts.make(1));
    {
        Index index(path);
        index.add({.id = "a", .title = "Locks", .text = "A lock."});
        index.add({.id = "b", .title = "Queues", .text = "A queue."});
        index.commit();
    }
    test::make_ranking_file(path);
    const Searcher searcher(path);
    CHECK(searcher.search({.query = "lock"}).total == 1);
    {
        Index index(path);
        index.add({.id = "b", .title = "Queues", .text = "A queue with a lock."});
        index.erase("a");
        index.commit();
        CHECK(searcher.search({.query = "lock"}).total == 1);
        CHECK(searcher.search({.query = "lock"}).hits.front().document.id == "b");
        CHECK(searcher.search({.query = "locks"}).total == 1);
    }
    test::make_ranking_file(path);
    CHECK(searcher.search({.query = "lock"}).hits.front().document.id == "b");
    CHECK(searcher.search({.query = "queue"}).total == 1);
}

TEST_CASE("without a sound ranking file the answers stay right, and the statistics say why") {
    std::mt19937 random(23);
    test::PostMaker posts(random);
    const test::TemporaryDirectory directory;
    const auto path = directory / "index";
    {
        Index index(path, Index::Mode::create);
        for (unsigned number = 0; number < 300; ++number)
            index.add(posts.make(number));
        index.commit();
    }
    const SearchRequest request = {.query = "lock planner", .limit = 50};
    const auto ids = [&] {
        std::vector<std::string> found;
        for (const Hit& hit : Searcher(path).search(request).hits)
            found.push_back(hit.document.id);
        return found;
    };
    const std::vector<std::string> expected = ids();
    CHECK(Searcher(path).stats().warnings.empty());
    test::make_ranking_file(path);
    CHECK(Searcher(path).stats().warnings.empty());
    CHECK(ids() == expected);

    std::filesystem::path file;
    for (const auto& entry : std::filesystem::directory_iterator(path / "g1")) {
        if (entry.path().filename().string().starts_with("ranking-")) file = entry.path();
    }
    REQUIRE(!file.empty());
    const auto size = std::filesystem::file_size(file);
    SUBCASE("cut off") {
        std::filesystem::resize_file(file, size / 2);
    }
    SUBCASE("overwritten") {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        for (std::uint64_t at = 0; at + 8 < size; at += 8) {
            stream.seekp(static_cast<std::streamoff>(at));
            stream.write("garbage!", 8);
        }
    }
    SUBCASE("removed") {
        std::filesystem::remove(file);
    }
    CHECK(ids() == expected);
    CHECK(Searcher(path).stats().warnings.size() == 1);
}

TEST_CASE("a ranking file that a stranger wrote past is not believed, and is no damage") {
    std::mt19937 random(24);
    test::PostMaker posts(random);
    const test::TemporaryDirectory directory;
    const auto path = directory / "index";
    {
        Index index(path, Index::Mode::create);
        index.add({.id = "a", .title = "Locks", .text = "A lock."});
        index.commit();
    }
    test::make_ranking_file(path);
    {
        Xapian::WritableDatabase database = index::open_writable(path, false);
        database.delete_document(1);  // leaves the mark as it is
        database.commit();
        CHECK(!index::read_mark(database));
    }
    CHECK(check_index(path).problems.empty());
    CHECK(Searcher(path).search({.query = "lock"}).total == 0);
    Index index(path);
    index.add({.id = "b", .title = "Locks", .text = "Another lock."});
    index.commit();
    CHECK(Searcher(path).search({.query = "lock"}).total == 1);
}
