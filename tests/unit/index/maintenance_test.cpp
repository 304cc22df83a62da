#include "kb/maintenance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "index/layout.hpp"
#include "index/metadata.hpp"
#include "index/schema.hpp"
#include "index/xapian.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

std::vector<Document> posts(int count) {
    std::vector<Document> documents;
    for (int i = 0; i < count; ++i) {
        const std::string id = std::to_string(i);
        documents.push_back(test::make_document(id, "Post " + id, "the harbour at " + id));
    }
    return documents;
}

std::string exported(const std::filesystem::path& path) {
    std::string lines;
    Searcher(path).for_each([&](const Document& document) {
        lines += to_json(document) + "\n";
        return true;
    });
    return lines;
}

std::vector<std::string> generations(const std::filesystem::path& path) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        if (entry.is_directory()) names.push_back(entry.path().filename().string());
    }
    return names;
}

/// Changes the database behind the library's back.
void damage(const std::filesystem::path& path,
            const std::function<void(Xapian::WritableDatabase&)>& change) {
    Xapian::WritableDatabase database(index::current_generation(path).string(), Xapian::DB_OPEN);
    change(database);
    database.commit();
}

using Operation = MaintenanceReport (*)(const std::filesystem::path&, const MaintenanceOptions&);

ErrorCode code_of(Operation operation, const std::filesystem::path& path,
                  const MaintenanceOptions& options = {}) {
    try {
        operation(path, options);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

}  // namespace

TEST_CASE("a sound index has no problems") {
    const test::SampleIndex sample(posts(300));
    std::uint64_t shown = 0;
    const CheckReport report =
        check_index(sample.path(), {.on_progress = [&](std::uint64_t done, std::uint64_t total) {
                        shown = done;
                        CHECK(total == 300);
                    }});
    CHECK(report.documents == 300);
    CHECK(report.problems.empty());
    CHECK(shown > 0);
}

TEST_CASE("a document that cannot be read is a problem, and the check goes on") {
    const test::SampleIndex sample(posts(5));
    damage(sample.path(), [](Xapian::WritableDatabase& database) {
        Xapian::Document document = database.get_document(2);
        document.set_data("nonsense");
        database.replace_document(2, document);
    });
    const CheckReport report = check_index(sample.path());
    CHECK(report.documents == 5);
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems.front().find("document number 2") != std::string::npos);
}

TEST_CASE("a document that is not found by its id is a problem") {
    const test::SampleIndex sample(posts(5));
    damage(sample.path(), [](Xapian::WritableDatabase& database) {
        Xapian::Document document = database.get_document(3);
        document.remove_term(index::schema::id_term("2"));
        database.replace_document(3, document);
    });
    const CheckReport report = check_index(sample.path());
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems.front().find("not found by its id 2") != std::string::npos);
}

TEST_CASE("damaged tables are problems") {
    const test::SampleIndex sample(posts(200));
    const auto table = index::current_generation(sample.path()) / "docdata.glass";
    test::write_file(table, std::string(std::filesystem::file_size(table), '\x5a'));
    CHECK_FALSE(check_index(sample.path()).problems.empty());
}

TEST_CASE("a writer that holds the lock keeps maintenance out") {
    const test::SampleIndex sample(posts(3));
    const Index writer(sample.path());
    CHECK(code_of(compact_index, sample.path()) == ErrorCode::locked);
    CHECK(code_of(rebuild_index, sample.path()) == ErrorCode::locked);
    CHECK_THROWS_AS(check_index(sample.path()), Error);
}

TEST_CASE("maintenance of nothing makes nothing") {
    const test::TemporaryDirectory directory;
    CHECK(code_of(compact_index, directory / "none") == ErrorCode::not_found);
    CHECK(code_of(rebuild_index, directory / "none") == ErrorCode::not_found);
    CHECK_THROWS_AS(check_index(directory / "none"), Error);
    CHECK_FALSE(std::filesystem::exists(directory / "none"));
}

TEST_CASE("compacting and rebuilding keep every document, metadata and the one generation") {
    for (const Operation operation : {&compact_index, &rebuild_index}) {
        const test::SampleIndex sample(posts(500));
        damage(sample.path(), [](Xapian::WritableDatabase& database) {
            index::put_metadata(database, "kb.test", "kept");
        });
        const std::string before = exported(sample.path());
        const test::Ids found = sample.ids("harbour 17");
        const MaintenanceReport report = operation(sample.path(), {});
        CHECK(report.documents == 500);
        CHECK(report.bytes_before > 0);
        CHECK(report.bytes_after > 0);
        CHECK(generations(sample.path()) == std::vector<std::string>{"g2"});
        CHECK(exported(sample.path()) == before);
        CHECK(sample.ids("harbour 17") == found);
        CHECK(check_index(sample.path()).problems.empty());
        const Xapian::Database database((sample.path() / "g2").string());
        CHECK(database.get_metadata("kb.test") == "kept");
    }
}

TEST_CASE("compacting makes an index with gaps smaller") {
    const test::SampleIndex sample(posts(2000));
    {
        Index index(sample.path());
        for (int i = 0; i < 1900; ++i)
            index.erase(std::to_string(i));
        index.commit();
    }
    const MaintenanceReport report = compact_index(sample.path());
    CHECK(report.documents == 100);
    CHECK(report.bytes_after < report.bytes_before / 2);
}

TEST_CASE("rebuilding brings back what the analyzer finds") {
    const test::SampleIndex sample(posts(3));
    damage(sample.path(), [](Xapian::WritableDatabase& database) {
        for (Xapian::docid id = 1; id <= 3; ++id) {
            Xapian::Document document = database.get_document(id);
            document.remove_term("Zen:harbour");
            database.replace_document(id, document);
        }
    });
    REQUIRE(sample.ids("harbour").empty());
    rebuild_index(sample.path());
    CHECK(sample.ids("harbour").size() == 3);
}

TEST_CASE("maintenance that is stopped leaves the index as it was") {
    for (const Operation operation : {&compact_index, &rebuild_index}) {
        const test::SampleIndex sample(posts(50));
        const std::string before = exported(sample.path());
        std::stop_source stop;
        stop.request_stop();
        CHECK(code_of(operation, sample.path(), {.stop = stop.get_token()}) ==
              ErrorCode::cancelled);
        CHECK(generations(sample.path()) == std::vector<std::string>{"g1"});
        CHECK(exported(sample.path()) == before);
    }
}

TEST_CASE("a check that is stopped says so") {
    const test::SampleIndex sample(posts(3));
    std::stop_source stop;
    stop.request_stop();
    try {
        check_index(sample.path(), {.stop = stop.get_token()});
        FAIL("not stopped");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
}

TEST_CASE("an unfinished generation of a killed run goes with the next writer") {
    const test::SampleIndex sample(posts(3));
    std::filesystem::create_directories(sample.path() / "g2");
    test::write_file(sample.path() / "g2" / "postlist.glass", "half a file");
    CHECK(sample.ids("harbour").size() == 3);
    const Index writer(sample.path());
    CHECK(generations(sample.path()) == std::vector<std::string>{"g1"});
}

TEST_CASE("rebuilding refuses a document that it cannot read rather than lose it") {
    const test::SampleIndex sample(posts(5));
    damage(sample.path(), [](Xapian::WritableDatabase& database) {
        Xapian::Document document = database.get_document(2);
        document.set_data("nonsense");
        database.replace_document(2, document);
    });
    CHECK(code_of(rebuild_index, sample.path()) == ErrorCode::corrupt);
    CHECK(generations(sample.path()) == std::vector<std::string>{"g1"});
}

TEST_CASE("readers go on while generations are replaced under them") {
    const test::SampleIndex sample(posts(50));
    const Searcher searcher(sample.path());
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> answers = 0;
    const auto read = [&] {
        while (!done || answers == 0) {
            try {
                const Results results = searcher.search({.query = "\"the harbour\"", .limit = 100});
                if (results.hits.size() != 50) ++wrong;
            } catch (const Error&) {
                ++wrong;
            }
            ++answers;
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back(read);
    for (int i = 0; i < 8; ++i) {
        compact_index(sample.path());
        rebuild_index(sample.path(), {.jobs = 1});
    }
    done = true;
    for (std::thread& reader : readers)
        reader.join();
    CHECK(wrong == 0);
    CHECK(answers > 0);
}

TEST_CASE("an iteration begun before a generation is replaced sees the old one to its end") {
    const test::SampleIndex sample(posts(300));
    const Searcher searcher(sample.path());
    int seen = 0;
    searcher.for_each([&](const Document&) {
        if (++seen == 1) compact_index(sample.path());
        return true;
    });
    CHECK(seen == 300);
}

TEST_CASE("an iteration that commits overtake goes on, and what is there throughout comes once") {
    const test::SampleIndex sample(posts(600));
    const Searcher searcher(sample.path());
    Index index(sample.path());
    std::vector<std::string> seen;
    searcher.for_each([&](const Document& document) {
        seen.push_back(document.id);
        if (seen.size() % 50 != 0) return true;
        for (int commit = 0; commit < 3; ++commit) {
            const std::string number = std::to_string(seen.size()) + "-" + std::to_string(commit);
            index.add(test::make_document("0" + number, "Behind", "a new text " + number));
            index.add(test::make_document("599", "Ahead", "another text " + number));
            index.erase(std::to_string(300U + seen.size() / 50));
            index.commit();
        }
        return true;
    });
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
    for (int i = 0; i < 600; ++i) {
        if (i > 300 && i <= 312) continue;
        CAPTURE(i);
        CHECK(std::binary_search(seen.begin(), seen.end(), std::to_string(i)));
    }
}

TEST_CASE("damaged tables are neither written to nor compacted nor rebuilt") {
    const test::SampleIndex sample(posts(600));
    const auto table = index::current_generation(sample.path()) / "termlist.glass";
    std::string bytes = test::read_file(table);
    bytes.replace(bytes.size() / 2, 16, std::string(16, 'Z'));
    test::write_file(table, bytes);
    REQUIRE_FALSE(check_index(sample.path()).problems.empty());
    CHECK(code_of(compact_index, sample.path()) == ErrorCode::corrupt);
    CHECK(code_of(rebuild_index, sample.path()) == ErrorCode::corrupt);
    ErrorCode code = ErrorCode::internal;
    try {
        Index index(sample.path());
    } catch (const Error& error) {
        code = error.code();
        CHECK(std::string(error.what()).find("termlist.glass") != std::string::npos);
    }
    CHECK(code == ErrorCode::corrupt);
    CHECK(repair_index(sample.path()).documents == 600);
    CHECK_NOTHROW(Index(sample.path()));
}
