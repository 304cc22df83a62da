#include <doctest/doctest.h>

#include <fstream>
#include <functional>

#include "index/schema.hpp"
#include "index/xapian.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

ErrorCode code_of(const std::function<void()>& operation) {
    try {
        operation();
    } catch (const Error& error) {
        CHECK_FALSE(error.hint().empty());
        CHECK(std::string(error.what()).find('\n') == std::string::npos);
        return error.code();
    }
    FAIL("nothing was thrown");
    return ErrorCode::internal;
}

void check_refused(const std::filesystem::path& path, ErrorCode code) {
    CHECK(code_of([&] { Searcher searcher(path); }) == code);
    CHECK(code_of([&] { Index index(path); }) == code);
    CHECK(code_of([&] { Index index(path, Index::Mode::create); }) == code);
}

void set_format(const std::filesystem::path& index, const std::string& format) {
    Xapian::WritableDatabase database((index / "g1").string(), Xapian::DB_OPEN);
    database.set_metadata(index::schema::format_key, format);
    database.commit();
}

}  // namespace

TEST_CASE("a newer format is refused with the way out") {
    const test::SampleIndex sample({});
    set_format(sample.path(), "99");
    check_refused(sample.path(), ErrorCode::format_too_new);
}

TEST_CASE("a format that is no number is corruption") {
    const test::SampleIndex sample({});
    set_format(sample.path(), "1x");
    check_refused(sample.path(), ErrorCode::corrupt);
}

TEST_CASE("a Xapian database that is not ours is refused and left alone") {
    const test::TemporaryDirectory directory;
    const auto path = directory / "foreign";
    Xapian::WritableDatabase(path.string(), Xapian::DB_CREATE).commit();
    check_refused(path, ErrorCode::not_an_index);
}

TEST_CASE("a directory of other things is refused and left alone") {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "notes.txt", "mine");
    check_refused(directory.path(), ErrorCode::not_an_index);
}

TEST_CASE("a file in the place of an index is refused") {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "file", "mine");
    check_refused(directory / "file", ErrorCode::not_an_index);
}

TEST_CASE("an index whose stub names anything but a generation is refused") {
    for (const char* stub : {"remote :/bin/true\n", "auto ../../elsewhere\n", "auto g\n", "auto g1",
                             "", "auto g1\nauto g2\n"}) {
        CAPTURE(stub);
        const test::SampleIndex sample({});
        test::write_file(sample.path() / "XAPIANDB", stub);
        check_refused(sample.path(), ErrorCode::not_an_index);
    }
}

TEST_CASE("Xapian's own tools can open an index directory") {
    const test::SampleIndex sample({test::make_document("a", "A", "x")});
    CHECK(Xapian::Database(sample.path().string()).get_doccount() == 1);
}

TEST_CASE("what a killed first writer left behind is taken over") {
    const test::TemporaryDirectory directory;
    const auto path = directory / "index";
    std::filesystem::create_directories(path / "g1");
    test::write_file(path / "g1" / "postlist.glass", "half a file");
    test::write_file(path / "writer.lock", "123\n");
    Index index(path, Index::Mode::create);
    index.add(test::make_document("a", "A", "x"));
    index.commit();
    CHECK(Searcher(path).stats().documents == 1);
}

TEST_CASE("a generation that is missing or damaged is an error for readers and writers") {
    const test::SampleIndex sample({test::make_document("a", "A", "x")});
    test::write_file(sample.path() / "g1" / "iamglass", "garbage");
    CHECK_THROWS_AS(Searcher{sample.path()}, Error);
    std::filesystem::remove_all(sample.path() / "g1");
    CHECK_THROWS_AS(Searcher{sample.path()}, Error);
    CHECK_THROWS_AS(Index{sample.path()}, Error);
}

TEST_CASE("an older format is refused with the way out, which is rebuilding") {
    const test::SampleIndex sample({test::make_document("a", "A", "words")});
    set_format(sample.path(), "1");
    check_refused(sample.path(), ErrorCode::unsupported);
    CHECK(rebuild_index(sample.path()).documents == 1);
    CHECK(sample.ids("words") == test::Ids{"a"});
}
