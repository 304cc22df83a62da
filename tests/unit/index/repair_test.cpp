#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "index/layout.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;
namespace fs = std::filesystem;

namespace {

std::vector<Document> posts(int count) {
    std::vector<Document> documents;
    for (int i = 0; i < count; ++i) {
        const std::string id = std::to_string(i);
        std::string text = "the harbour at " + id;
        for (int j = 0; j < 60; ++j)  // that compresses badly: several blocks of documents
            text += " " + std::to_string((i * 7919 + j * 104729) % 1000003);
        documents.push_back(test::make_document(id, "Post " + id, text));
    }
    return documents;
}

std::vector<std::string> exported(const fs::path& path) {
    std::vector<std::string> lines;
    Searcher(path).for_each([&](const Document& document) {
        lines.push_back(to_json(document));
        return true;
    });
    return lines;
}

/// Writes noise over the middle block of a table.
void damage(const fs::path& path, const char* table) {
    constexpr std::size_t block = 8192;
    const fs::path file = index::current_generation(path) / table;
    const std::size_t middle = fs::file_size(file) / block / 2 * block;
    REQUIRE(middle > 0);
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(middle));
    stream << std::string(block, 'Z');
}

bool exists(const fs::path& path, const char* name) {
    return fs::exists(path / name);
}

}  // namespace

TEST_CASE(
    "a repair saves every document that the damage has not hit, and keeps the damaged index") {
    const test::SampleIndex sample(posts(300));
    const std::vector<std::string> before = exported(sample.path());
    damage(sample.path(), "docdata.glass");
    REQUIRE_FALSE(check_index(sample.path()).problems.empty());
    const RepairReport report = repair_index(sample.path());
    CHECK(report.documents > 200);
    CHECK(report.documents < 300);
    CHECK(report.documents + report.lost == 300);
    CHECK(report.kept == std::vector<fs::path>{sample.path() / "damaged-g1"});
    CHECK(exists(sample.path() / "damaged-g1", "docdata.glass"));
    CHECK_FALSE(exists(sample.path(), "g1"));
    CHECK(check_index(sample.path()).problems.empty());
    const std::vector<std::string> after = exported(sample.path());
    CHECK(after.size() == report.documents);
    CHECK(std::includes(before.begin(), before.end(), after.begin(), after.end()));
}

TEST_CASE("a repair loses no document where the table of documents is whole") {
    for (const char* table : {"postlist.glass", "termlist.glass", "position.glass"}) {
        CAPTURE(table);
        const test::SampleIndex sample(posts(300));
        const std::vector<std::string> before = exported(sample.path());
        damage(sample.path(), table);
        const RepairReport report = repair_index(sample.path());
        CHECK(report.documents == 300);
        CHECK(report.lost == 0);
        CHECK(exported(sample.path()) == before);
        CHECK(check_index(sample.path()).problems.empty());
    }
}

TEST_CASE("a repair brings subscriptions along") {
    const test::SampleIndex sample(posts(3));
    {
        Index index(sample.path());
        index.subscribe({.url = "https://example.org/feed.xml"});
        index.commit();
    }
    CHECK(repair_index(sample.path()).lost_entries == 0);
    REQUIRE(Searcher(sample.path()).subscriptions().size() == 1);
    CHECK(Searcher(sample.path()).subscriptions().front().url == "https://example.org/feed.xml");
}

TEST_CASE("an index whose name file is lost or damaged is refused, not overwritten, and repaired") {
    for (const char* content : {"", "nonsense", "auto g9/../g1\n"}) {
        CAPTURE(content);
        const test::SampleIndex sample(posts(20));
        const std::vector<std::string> before = exported(sample.path());
        fs::remove(sample.path() / index::stub_name);
        if (*content != '\0') test::write_file(sample.path() / index::stub_name, content);
        const auto code = [&](const auto& operation) {
            try {
                operation();
            } catch (const Error& error) {
                return error.code();
            }
            return ErrorCode::internal;
        };
        CHECK(code([&] { Index(sample.path(), Index::Mode::create); }) == ErrorCode::corrupt);
        CHECK(code([&] { Searcher(sample.path()); }) == ErrorCode::corrupt);
        CHECK(code([&] { check_index(sample.path()); }) == ErrorCode::corrupt);
        CHECK(repair_index(sample.path()).documents == 20);
        CHECK(exported(sample.path()) == before);
    }
}

TEST_CASE("a repair of nothing, or of what is not an index, changes nothing") {
    const test::TemporaryDirectory directory;
    CHECK_THROWS_AS(repair_index(directory / "none"), Error);
    CHECK_FALSE(fs::exists(directory / "none"));
    test::write_file(directory / "notes.txt", "mine");
    CHECK_THROWS_AS(repair_index(directory.path()), Error);
    CHECK(std::distance(fs::directory_iterator(directory.path()), {}) == 1);
}

TEST_CASE("a backup is an index with the same documents, and the index goes on") {
    const test::SampleIndex sample(posts(300));
    const fs::path copy = sample.path().parent_path() / "copy";
    const BackupReport report = backup_index(sample.path(), copy);
    CHECK(report.documents == 300);
    CHECK(report.bytes > 0);
    CHECK(exported(copy) == exported(sample.path()));
    CHECK(check_index(copy).problems.empty());
    Index(sample.path()).add(test::make_document("new", "New", "text"));
    Index index(copy);
    index.add(test::make_document("new", "New", "text"));
    index.commit();
    CHECK(exported(copy).size() == 301);
}

TEST_CASE("a backup writes over nothing") {
    const test::SampleIndex sample(posts(3));
    const test::TemporaryDirectory directory;
    test::write_file(directory / "notes.txt", "mine");
    CHECK_THROWS_AS(backup_index(sample.path(), directory.path()), Error);
    CHECK_THROWS_AS(backup_index(sample.path(), sample.path()), Error);
    CHECK_THROWS_AS(backup_index(directory / "none", directory / "copy"), Error);
    CHECK(std::distance(fs::directory_iterator(directory.path()), {}) == 1);
}

TEST_CASE("a backup of a damaged index is none") {
    const test::SampleIndex sample(posts(300));
    damage(sample.path(), "docdata.glass");
    const fs::path copy = sample.path().parent_path() / "copy";
    CHECK_THROWS_AS(backup_index(sample.path(), copy), Error);
    CHECK_FALSE(fs::exists(copy));
}

TEST_CASE("backups beside a writer are each of one whole commit") {
    constexpr int batch = 7;
    const test::SampleIndex sample({});
    std::atomic<bool> done = false;
    std::thread writer([&] {
        Index index(sample.path(), Index::Mode::existing, {.longest = std::chrono::seconds(60)});
        for (int i = 0; !done; ++i) {
            for (int j = 0; j < batch; ++j)
                index.add(test::make_document(std::to_string(i) + "-" + std::to_string(j), "Post",
                                              "a text"));
            index.commit();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    });
    for (int i = 0; i < 5; ++i) {
        const test::TemporaryDirectory directory;
        try {
            backup_index(sample.path(), directory / "copy");
        } catch (const Error& error) {  // on a busy machine each attempt may be overtaken
            CHECK(error.code() == ErrorCode::locked);
            continue;
        }
        CHECK(exported(directory / "copy").size() % batch == 0);
        CHECK(check_index(directory / "copy").problems.empty());
    }
    done = true;
    writer.join();
}

TEST_CASE("a second writer waits for the first as long as it is told to") {
    const test::SampleIndex sample(posts(3));
    auto first = std::make_unique<Index>(sample.path());
    std::string message;
    try {
        Index(sample.path(), Index::Mode::existing, {.longest = std::chrono::milliseconds(30)});
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::locked);
        message = error.what();
    }
    CHECK(message.find("process " + std::to_string(::getpid()) + " on ") != std::string::npos);
    CHECK(message.find(" since 2") != std::string::npos);
    std::thread finishing([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        first.reset();
    });
    CHECK_NOTHROW(Index(sample.path(), Index::Mode::existing, {std::chrono::seconds(60)}));
    finishing.join();
}

TEST_CASE("waiting for a writer can be stopped") {
    const test::SampleIndex sample(posts(3));
    const Index first(sample.path());
    std::stop_source stop;
    stop.request_stop();
    try {
        Index(sample.path(), Index::Mode::existing, {std::chrono::hours(1), stop.get_token()});
        FAIL("not stopped");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
}

TEST_CASE("a lock file that holds anything at all names nobody") {
    const test::SampleIndex sample(posts(3));
    const Index first(sample.path());
    test::write_file(sample.path() / index::lock_name, "12\x1b[31m host\x07 never\n");
    try {
        Index second(sample.path());
        FAIL("not locked");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) ==
              sample.path().string() + " is being written by another process");
    }
}

TEST_CASE("an index directory is made for its owner alone, and an existing one left as it is") {
    const test::TemporaryDirectory directory;
    const auto mode = [](const fs::path& path) {
        struct stat status {};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        return status.st_mode & 0777U;
    };
    Index(directory / "deep/down/index", Index::Mode::create);
    CHECK(mode(directory / "deep/down/index") == 0700);
    CHECK(mode(directory / "deep") == (0777U & ~[] {
              const mode_t mask = ::umask(0);
              ::umask(mask);
              return mask;
          }()));
    fs::create_directory(directory / "wide");
    fs::permissions(directory / "wide", fs::perms(0755));
    Index(directory / "wide", Index::Mode::create);
    CHECK(mode(directory / "wide") == 0755);
}
