#include "index/commit_watch.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "index/layout.hpp"
#include "index/snapshot.hpp"
#include "kb/error.hpp"
#include "support/sample_index.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using index::CommitWatch;

namespace {

namespace fs = std::filesystem;

/// A look at an index long enough after its last commit to be compared with.
CommitWatch settled_look(const fs::path& directory) {
    while (true) {
        const CommitWatch look(directory, index::current_generation(directory));
        if (look.same_as(look)) return look;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void commit_one(const fs::path& directory, const std::string& id) {
    Index index(directory, Index::Mode::create);
    index.add(test::make_document(id, "A title", "A text"));
    index.commit();
}

}  // namespace

TEST_CASE("an index looks the same until there is another commit") {
    const test::TemporaryDirectory directory;
    const fs::path path = directory / "index";
    commit_one(path, "a:1");
    const fs::path generation = index::current_generation(path);
    const CommitWatch first = settled_look(path);
    CHECK(CommitWatch(path, generation).same_as(first));
    commit_one(path, "a:2");
    CHECK(!CommitWatch(path, generation).same_as(first));
    const CommitWatch second = settled_look(path);
    CHECK(CommitWatch(path, generation).same_as(second));
    CHECK(!second.same_as(first));
}

TEST_CASE("an index whose files were replaced, written to, or removed does not look the same") {
    const test::TemporaryDirectory directory;
    const fs::path path = directory / "index";
    commit_one(path, "a:1");
    const fs::path generation = index::current_generation(path);
    const fs::path stub = path / index::stub_name;
    const CommitWatch look = settled_look(path);

    const std::string content = test::read_file(stub);
    test::write_file(path / "other", content);
    fs::rename(path / "other", stub);
    CHECK(!CommitWatch(path, generation).same_as(look));

    const CommitWatch again = settled_look(path);
    test::write_file(stub, content);  // in place, the same bytes
    CHECK(!CommitWatch(path, generation).same_as(again));

    const CommitWatch last = settled_look(path);
    fs::remove(stub);
    CHECK(!CommitWatch(path, generation).same_as(last));
}

TEST_CASE("what was never there, or not looked at, is never the same") {
    const test::TemporaryDirectory directory;
    const CommitWatch missing(directory / "none", directory / "none" / "g1");
    CHECK(!missing.same_as(missing));
    CHECK(!CommitWatch().same_as(CommitWatch()));
}

TEST_CASE("a reader that comes upon damage looks once more, for a writer may have overtaken it") {
    const test::TemporaryDirectory directory;
    const fs::path path = directory / "index";
    commit_one(path, "a:1");
    settled_look(path);
    index::SnapshotPool pool(path);
    int calls = 0;
    const auto damaged_at_first = [&](index::Snapshot& snapshot) {
        if (++calls == 1) throw Xapian::DatabaseCorruptError("Expected block 33 to be level 1");
        return snapshot.database.get_doccount();
    };
    CHECK(pool.read(damaged_at_first) == 1);
    CHECK(calls == 2);

    calls = 0;
    const auto damaged = [&](const index::Snapshot&) {
        ++calls;
        throw Xapian::DatabaseCorruptError("Expected block 33 to be level 1");
    };
    try {
        pool.read(damaged);
        FAIL("not damaged");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::corrupt);
    }
    CHECK(calls == 2);
}
