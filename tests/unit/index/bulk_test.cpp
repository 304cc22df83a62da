// An empty index that is given many documents at once is written as a whole. Beside it, always, the
// same documents one by one, as Xapian writes them.

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>

#include "index/bulk/filling.hpp"
#include "index/bulk/pipeline.hpp"
#include "index/database.hpp"
#include "index/generation.hpp"
#include "index/layout.hpp"
#include "index/ranking_builder.hpp"
#include "index/ranking_mark.hpp"
#include "index/schema.hpp"
#include "kb/error.hpp"
#include "kb/maintenance.hpp"
#include "support/database_content.hpp"
#include "support/sample_index.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using test::make_document;

namespace {

namespace fs = std::filesystem;

/// Posts of all shapes: near-duplicates, stories told twice, other scripts, nothing at all.
class RandomPosts {
  public:
    explicit RandomPosts(unsigned seed) : random_(seed) {}

    std::vector<Document> make(int count) {
        std::vector<Document> posts;
        for (int i = 0; i < count; ++i)
            posts.push_back(make_one("post:" + std::to_string(i), posts));
        return posts;
    }

    Document make_one(std::string id, const std::vector<Document>& others) {
        if (chance(20)) id += std::string(300, 'x');  // longer than a term may be
        Document post = make_document(std::move(id), words(1 + draw(6)), words(draw(120)));
        if (chance(15)) post.title.clear();
        if (chance(15)) post.text.clear();
        if (chance(25))
            post.text = "多模态预训练模型 " + words(3) + " Straße naïve e-mail C++ node.js";
        if (chance(60)) post.text = words(9000);
        post.lang = chance(3) ? "" : chance(2) ? "en" : "de";
        post.source = "Source " + std::to_string(draw(9));
        post.kind = static_cast<Kind>(draw(8));
        if (!chance(3))
            post.url = "https://site" + std::to_string(draw(4)) + ".example.org/" +
                       std::to_string(draw(60));
        for (unsigned n = draw(3); n > 0; --n) {
            post.tags.push_back(words(1 + draw(2)));
            post.authors.push_back(words(2));
        }
        if (chance(2)) post.points = draw(300);
        if (chance(2)) post.comments = draw(300);
        if (!chance(4))
            post.published = Timestamp(std::chrono::seconds(1'600'000'000 + draw(9999)));
        if (chance(12)) post.parent = Parent{"post:1", "Parent"};
        if (!others.empty() && chance(7)) post.text = others[draw(others.size())].text;
        return post;
    }

    std::string words(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            std::string word = "w" + std::to_string(std::min(draw(2000), draw(2000)));
            text += (i == 0 ? "" : i % 11 == 0 ? "\n\n" : " ") + word;
        }
        return text;
    }

    bool chance(std::size_t one_in) { return draw(one_in) == 0; }
    unsigned draw(std::size_t below) { return static_cast<unsigned>(random_() % below); }

  private:
    std::mt19937 random_;
};

/// Whether Xapian finds the tables sound, and all documents can be read.
void check_sound(const fs::path& path) {
    const CheckReport report = check_index(path);
    for (const std::string& problem : report.problems)
        FAIL_CHECK(problem);
}

index::DocumentSource source_of(const std::vector<Document>& posts) {
    return [&posts, next = std::size_t{0}]() mutable -> std::optional<Document> {
        return next == posts.size() ? std::nullopt : std::optional(posts[next++]);
    };
}

AddReport add_at_once(const fs::path& path, const std::vector<Document>& posts,
                      const AddOptions& options = {}) {
    Index index(path, Index::Mode::create);
    return index.add_all(source_of(posts), options);
}

AddReport add_one_by_one(const fs::path& path, const std::vector<Document>& posts) {
    Index index(path, Index::Mode::create);
    AddReport report;
    for (const Document& post : posts) {
        const Change change = index.add(post);
        ++(change == Change::added     ? report.added
           : change == Change::updated ? report.updated
                                       : report.unchanged);
    }
    index.commit();
    return report;
}

bool is_written_at_once(const fs::path& path) {
    return index::current_generation(path).filename() != "g1";
}

/// Ids and scores.
std::string answer(const fs::path& path, const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.limit = 50;
    request.facets = {"kind", "source", "lang", "author", "tag", "site", "year"};
    const Results results = Searcher(path).search(request);
    std::ostringstream text;
    text << results.total;
    for (const Hit& hit : results.hits)
        text << '\n' << hit.document.id << ' ' << hit.score << ' ' << hit.duplicates;
    for (const auto& facet : results.facets) {
        for (const auto& value : facet.values)
            text << '\n' << value.value << ' ' << value.count;
    }
    return text.str();
}

void check_same_answers(const fs::path& a, const fs::path& b, RandomPosts& posts) {
    for (int i = 0; i < 20; ++i) {
        const std::string words = posts.words(1 + posts.draw(3));
        for (const std::string& query :
             {words, '"' + words + '"', "title:" + words, words + " kind:article", words + "*"}) {
            CAPTURE(query);
            CHECK(answer(a, query) == answer(b, query));
        }
    }
}

std::vector<std::string> names_in(const fs::path& path) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("a batch written at once is the database that Xapian writes of its documents") {
    for (const unsigned seed : {1U, 2U}) {
        CAPTURE(seed);
        const test::TemporaryDirectory directory;
        const std::vector<Document> posts = RandomPosts(seed).make(600);
        const AddReport report = add_at_once(directory / "bulk", posts, {.jobs = seed});
        CHECK(report.added == posts.size());
        CHECK(is_written_at_once(directory / "bulk"));
        add_one_by_one(directory / "single", posts);
        CHECK_FALSE(is_written_at_once(directory / "single"));
        check_sound(directory / "bulk");
        test::check_same(test::content_of(index::current_generation(directory / "bulk")),
                         test::content_of(index::current_generation(directory / "single")));
    }
}

TEST_CASE("the database does not depend on how a batch is cut into runs") {
    const test::TemporaryDirectory directory;
    const std::vector<Document> posts = RandomPosts(3).make(300);
    add_one_by_one(directory / "single", posts);
    const auto expected = test::content_of(index::current_generation(directory / "single"));
    const index::bulk::Metadata metadata =
        index::lasting_metadata(index::open_database(directory / "single"));
    for (const std::size_t documents : {1U, 7U, 100U}) {
        CAPTURE(documents);
        index::bulk::Batch batch(directory.path());
        const AddOptions options = {.jobs = 3};
        index::bulk::fill(batch, source_of(posts), options,
                          std::numeric_limits<std::uint64_t>::max(), {.documents = documents});
        AddReport report;
        const fs::path generation = directory / ("g" + std::to_string(documents));
        index::bulk::write_generation(batch, generation, metadata, options, report)->commit();
        CHECK(report.added == posts.size());
        test::check_same(test::content_of(generation), expected);
    }
}

TEST_CASE("an index written at once is changed like any other") {
    const test::TemporaryDirectory directory;
    RandomPosts random(4);
    const std::vector<Document> posts = random.make(600);
    add_at_once(directory / "bulk", posts);
    add_one_by_one(directory / "single", posts);
    std::vector<Document> more;
    for (int i = 0; i < 200; ++i)
        more.push_back(random.make_one("post:" + std::to_string(500 + i), posts));
    for (const char* name : {"bulk", "single"}) {
        Index index(directory / name);
        for (const Document& post : more)
            index.add(post);
        for (int i = 0; i < 100; ++i)
            index.erase(posts[static_cast<std::size_t>(5 * i)].id);
        index.commit();
    }
    check_sound(directory / "bulk");
    const auto expected = test::content_of(index::current_generation(directory / "single"));
    test::check_same(test::content_of(index::current_generation(directory / "bulk")), expected);
    check_same_answers(directory / "bulk", directory / "single", random);
    compact_index(directory / "bulk");
    check_sound(directory / "bulk");
    test::check_same(test::content_of(index::current_generation(directory / "bulk")), expected);
}

TEST_CASE("of documents with the same id in one batch the last one stays") {
    const test::TemporaryDirectory directory;
    RandomPosts random(5);
    std::vector<Document> posts = random.make(800);
    for (int i = 0; i < 100; ++i) {
        const Document& other = posts[random.draw(posts.size())];
        Document again = random.chance(3) ? other : random.make_one(other.id, {});
        again.id = other.id;
        posts.insert(posts.begin() + random.draw(posts.size()), again);
    }
    const AddReport report = add_at_once(directory / "bulk", posts);
    const AddReport expected = add_one_by_one(directory / "single", posts);
    CHECK(is_written_at_once(directory / "bulk"));
    CHECK(report.added == expected.added);
    CHECK(report.updated == expected.updated);
    CHECK(report.unchanged == expected.unchanged);
    check_sound(directory / "bulk");
    const auto documents = [&](const char* name) {
        std::vector<std::string> lines;
        Searcher(directory / name).for_each([&](const Document& document) {
            lines.push_back(to_json(document));
            return true;
        });
        return lines;
    };
    test::check_same(documents("bulk"), documents("single"));
}

TEST_CASE("a batch that mostly repeats itself is finished one by one") {
    const test::TemporaryDirectory directory;
    std::vector<Document> posts;
    for (int i = 0; i < 6000; ++i) {
        const std::string id = std::to_string(i % 700);
        posts.push_back(make_document(id, "Post " + id, "round " + std::to_string(i / 700)));
    }
    std::uint64_t shown = 0;
    std::vector<std::uint64_t> commits;
    const AddReport report =
        add_at_once(directory / "bulk", posts,
                    {.commit_every = 500,
                     .on_progress =
                         [&](const AddReport& progress) {
                             CHECK(progress.added + progress.updated >= shown);
                             shown = progress.added + progress.updated;
                         },
                     .before_commit = [&](std::uint64_t written) { commits.push_back(written); }});
    CHECK(report.added == 700);
    CHECK(report.updated == 5300);
    CHECK(shown == 6000);
    REQUIRE_FALSE(commits.empty());
    CHECK(std::is_sorted(commits.begin(), commits.end()));
    CHECK(commits.back() == 6000);
    const Searcher searcher(directory / "bulk");
    CHECK(searcher.stats().documents == 700);
    CHECK(searcher.document("0")->text == "round 8");
    CHECK(searcher.document("699")->text == "round 7");
}

TEST_CASE("while a new index is filled, commits come at growing distances") {
    const test::TemporaryDirectory directory;
    const std::vector<Document> posts = RandomPosts(6).make(1500);
    std::vector<std::uint64_t> commits;
    Index index(directory / "bulk", Index::Mode::create);
    const AddOptions options = {
        .commit_every = 150, .before_commit = [&](std::uint64_t written) {
            commits.push_back(written);
            index.subscribe({.url = "https://example.org/" + std::to_string(written)});
        }};
    index.add_all(source_of(posts), options);
    CHECK(commits == std::vector<std::uint64_t>{600, 1200, 1500});
    CHECK(index.subscriptions().size() == 3);
    CHECK(Searcher(directory / "bulk").stats().documents == 1500);
    CHECK(index.add(posts.front()) == Change::unchanged);
}

TEST_CASE("a batch that fails leaves the last commit and no files") {
    const test::TemporaryDirectory directory;
    const std::vector<Document> posts = RandomPosts(7).make(1000);
    const auto path = directory / "bulk";
    Index index(path, Index::Mode::create);
    for (const std::uint64_t last : {900U, 2500U}) {
        CAPTURE(last);
        std::uint64_t count = 0;
        const auto source = [&]() -> std::optional<Document> {
            if (count == last) throw std::runtime_error("unplugged");
            Document post = posts[count % posts.size()];
            post.id += " " + std::to_string(count++);
            return post;
        };
        CHECK_THROWS_AS(index.add_all(source, {.commit_every = 0}), std::runtime_error);
        CHECK(Searcher(path).stats().documents == 0);
        CHECK(names_in(path) == std::vector<std::string>{"XAPIANDB", "g1", "writer.lock"});
    }
    CHECK(index.add_all(source_of(posts), {}).added == posts.size());
    CHECK(names_in(path) == std::vector<std::string>{"XAPIANDB", "g2", "writer.lock"});
    CHECK(index.add(posts[3]) == Change::unchanged);
}

TEST_CASE("a document without id stops a batch written at once, too") {
    const test::TemporaryDirectory directory;
    std::vector<Document> posts = RandomPosts(8).make(700);
    posts[650].id.clear();
    try {
        add_at_once(directory / "bulk", posts);
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::invalid_argument);
    }
    CHECK(Searcher(directory / "bulk").stats().documents == 0);
}

TEST_CASE("a ranking file is made on the way") {
    const test::TemporaryDirectory directory;
    std::vector<Document> posts;
    RandomPosts random(9);
    for (int i = 0; i < 5200; ++i) {
        Document post =
            make_document("post:" + std::to_string(i), random.words(3), random.words(9));
        post.points = random.draw(99);
        post.tags = {random.words(1), random.words(1)};
        posts.push_back(std::move(post));
    }
    add_at_once(directory / "bulk", posts);
    add_one_by_one(directory / "single", posts);
    CHECK(Searcher(directory / "bulk").stats().warnings.empty());
    check_sound(directory / "bulk");
    check_same_answers(directory / "bulk", directory / "single", random);

    const Xapian::Database database = index::open_database(directory / "bulk");
    const index::RankingMark mark = index::read_mark(database).value();
    index::build_ranking_file(database, directory / "ranking",
                              index::ranking_identity(database, mark), nullptr);
    CHECK(
        test::read_file(directory / "ranking") ==
        test::read_file(index::ranking_path(index::current_generation(directory / "bulk"), mark)));
}

TEST_CASE("changes that are not committed are not lost to a large batch") {
    const test::TemporaryDirectory directory;
    Index index(directory / "index", Index::Mode::create);
    index.subscribe({.url = "https://example.org/feed"});
    const std::vector<Document> posts = RandomPosts(10).make(600);
    index.add_all(source_of(posts), {});
    CHECK(index.subscriptions().size() == 1);
    CHECK(Searcher(directory / "index").stats().documents == 600);
}
