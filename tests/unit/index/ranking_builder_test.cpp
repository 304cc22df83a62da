#include "index/ranking_builder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <random>

#include "index/database.hpp"
#include "index/generation.hpp"
#include "index/ranking_mark.hpp"
#include "index/ranking_refresh.hpp"
#include "index/schema.hpp"
#include "kb/index.hpp"
#include "support/rank/ranked_index.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;

namespace {

namespace fs = std::filesystem;

/// An index of random posts with a ranking file.
void make_index(const fs::path& directory, test::PostMaker& posts, unsigned count) {
    {
        Index index(directory, Index::Mode::create);
        for (unsigned i = 0; i < count; ++i)
            index.add(posts.make(i));
        index.commit();
    }
    test::make_ranking_file(directory);
}

/// The bytes of the file that is made of the present commit, from `earlier` as far as it goes.
std::string made_from(const Xapian::Database& database, const fs::path& path,
                      const index::RankingSnapshot* earlier) {
    index::build_ranking_file(database, path, "a test", earlier);
    rank::RankingFile(path).verify();
    return test::read_file(path);
}

}  // namespace

TEST_CASE("a ranking file knows where every term stands that Xapian knows the places of") {
    const test::TemporaryDirectory directory;
    std::mt19937 random(3);
    test::PostMaker posts(random);
    make_index(directory / "index", posts, 300);
    const Xapian::Database database = index::open_database(directory / "index");
    const auto ranking =
        index::verified_ranking(database, index::current_generation(directory / "index"));
    REQUIRE(ranking);
    ranking->set_model({{}, database.get_avlength()});
    std::size_t found = 0;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        if (index::is_kept_out_of_ranking(*term)) continue;
        CAPTURE(*term);
        const rank::TermPostings* postings = ranking->term(*term);
        REQUIRE(postings != nullptr);
        rank::ListCursor cursor(*postings);
        for (auto it = database.postlist_begin(*term); it != database.postlist_end(*term); ++it) {
            const auto ordinal = ranking->live_ordinal(*it);
            REQUIRE(ordinal);
            const auto bytes = cursor.positions(*ordinal);
            REQUIRE(bytes);
            rank::PositionReader reader(*bytes);
            for (auto at = it.positionlist_begin(); at != it.positionlist_end(); ++at, ++found) {
                REQUIRE(reader.next());
                CHECK(reader.position() == *at);
            }
            CHECK(!reader.next());
        }
    }
    CHECK(found > 10'000);
}

TEST_CASE("a ranking file is the same whether an earlier one helps or not") {
    const test::TemporaryDirectory directory;
    std::mt19937 random(4);
    test::PostMaker posts(random);
    make_index(directory / "index", posts, 400);
    {
        Index index(directory / "index");
        for (unsigned i = 350; i < 500; ++i)  // replaced, and new
            index.add(posts.make(i));
        index.erase("post:7");
        index.commit();
    }
    const Xapian::Database database = index::open_database(directory / "index");
    const auto earlier =
        index::verified_ranking(database, index::current_generation(directory / "index"));
    REQUIRE(earlier);
    REQUIRE(earlier->live() == 349);
    CHECK(made_from(database, directory / "with", earlier.get()) ==
          made_from(database, directory / "without", nullptr));
}

TEST_CASE("an earlier ranking file that was damaged does not help") {
    const test::TemporaryDirectory directory;
    std::mt19937 random(5);
    test::PostMaker posts(random);
    make_index(directory / "index", posts, 100);
    const fs::path generation = index::current_generation(directory / "index");
    const Xapian::Database database = index::open_database(directory / "index");
    const fs::path path = index::ranking_path(generation, *index::read_mark(database));
    std::string bytes = test::read_file(path);
    CHECK(index::verified_ranking(database, generation));
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] + 1);
    test::write_file(path, bytes);
    CHECK(!index::verified_ranking(database, generation));
}

TEST_CASE("surface forms have positions, and nothing else has") {
    for (const char* term : {"planner", "Splanner", "XKplanner", "Aplanner", "c++", "日本"})
        CHECK(index::schema::has_positions(term));
    for (const char* term : {"Zen:planner", "ZSen:planner", "XOen:planner", "XWquery planner",
                             "XTquery planner", "Q1", "Ksomething", "XDx"})
        CHECK(!index::schema::has_positions(term));
}
