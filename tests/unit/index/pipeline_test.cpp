#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

std::string json_lines(int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) {
        lines += "{\"id\":\"" + std::to_string(i % (count - count / 10)) + "\",\"title\":\"Post " +
                 std::to_string(i) + "\",\"text\":\"text number " +
                 std::to_string(i * 7919 % 1000) + " of many\"}\n";
    }
    return lines;
}

std::string export_of(const std::filesystem::path& path) {
    std::string lines;
    Searcher(path).for_each([&](const Document& document) {
        lines += to_json(document) + "\n";
        return true;
    });
    return lines;
}

constexpr int many = 2000;

/// Adds many documents, and abandons that when so many have been read; returns how many were.
int read_until_abandoned(Index& index, unsigned jobs, int at) {
    std::stop_source abandon;
    int read = 0;
    const auto next = [&]() -> std::optional<Document> {
        if (read == at) abandon.request_stop();
        if (read == many) return std::nullopt;
        ++read;
        return test::make_document(std::to_string(read), "A post", "some words");
    };
    try {
        index.add_all(next, {.jobs = jobs, .abandon = abandon.get_token()});
        FAIL("not cancelled");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
    return read;
}

}  // namespace

TEST_CASE("the result does not depend on the number of threads, nor on how often is committed") {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "posts.jsonl", json_lines(500));
    std::string first;
    for (const unsigned jobs : {1U, 2U, 5U}) {
        CAPTURE(jobs);
        const auto path = directory / ("index" + std::to_string(jobs));
        Index index(path, Index::Mode::create);
        DocumentReader reader({(directory / "posts.jsonl").string()}, {});
        const AddReport report = index.add_all(reader, {.jobs = jobs, .commit_every = 10 * jobs});
        CHECK(report.added == 450);
        CHECK(report.updated == 50);
        CHECK(report.unchanged == 0);
        CHECK_FALSE(report.cancelled);
        const std::string exported = export_of(path);
        if (first.empty()) first = exported;
        CHECK(exported == first);
    }
}

TEST_CASE("a batch that is stopped commits what it counted") {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "posts.jsonl", json_lines(3000));
    for (const unsigned jobs : {1U, 3U}) {
        CAPTURE(jobs);
        const auto path = directory / ("index" + std::to_string(jobs));
        std::stop_source stop;
        Index index(path, Index::Mode::create);
        DocumentReader reader({(directory / "posts.jsonl").string()}, {});
        stop.request_stop();
        const AddReport report = index.add_all(reader, {.jobs = jobs, .stop = stop.get_token()});
        CHECK(report.cancelled);
        CHECK(Searcher(path).stats().documents == report.added);
        CHECK(report.added < 3000);
    }
}

TEST_CASE("a batch that is abandoned ends wherever it is and leaves the last commit") {
    for (const bool begins_empty : {true, false}) {
        for (const unsigned jobs : {1U, 3U}) {
            for (const int at : {0, 700, many}) {  // the last: when all has been read
                CAPTURE(begins_empty);
                CAPTURE(jobs);
                CAPTURE(at);
                const test::TemporaryDirectory directory;
                {
                    Index index(directory / "index", Index::Mode::create);
                    if (!begins_empty) index.add(test::make_document("first", "", ""));
                    index.commit();
                    // What decides whether a batch is written at once is read before all else.
                    constexpr int read_ahead = 512;
                    CHECK(read_until_abandoned(index, jobs, at) <= std::max(at + 1, read_ahead));
                    index.discard();
                    index.add(test::make_document("next", "", ""));
                    index.commit();
                }
                CHECK(Searcher(directory / "index").stats().documents == (begins_empty ? 1 : 2));
                CHECK(check_index(directory / "index").problems.empty());
            }
        }
    }
}

TEST_CASE("bad lines are left out and the rest is indexed") {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "posts.jsonl",
                     "{\"id\":\"1\",\"title\":\"a\"}\nnonsense\n{\"id\":\"2\",\"title\":\"b\"}\n{"
                     "\"id\":\"3\",\"ti");
    const auto path = directory / "index";
    Index index(path, Index::Mode::create);
    std::vector<std::uint64_t> lines;
    DocumentReader reader({(directory / "posts.jsonl").string()}, {},
                          [&](const Problem& problem) { lines.push_back(problem.line); });
    const AddReport report = index.add_all(reader, {.jobs = 2});
    CHECK(report.added == 2);
    CHECK(reader.failures() == 2);
    CHECK(lines == std::vector<std::uint64_t>{2, 4});
}

TEST_CASE("an exception while writing stops all threads and reaches the caller") {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "posts.jsonl", json_lines(2000));
    Index index(directory / "index", Index::Mode::create);
    DocumentReader reader({(directory / "posts.jsonl").string()}, {});
    const auto fail = [](const AddReport& report) {
        if (report.added > 0) throw std::runtime_error("stop");
    };
    CHECK_THROWS_AS(index.add_all(reader, {.jobs = 3, .on_progress = fail}), std::runtime_error);
}
