// The limits on what is read: below, at and above each.
#include <doctest/doctest.h>

#include <string>

#include "ingest/markdown/front_matter.hpp"
#include "ingest/xml/repair.hpp"
#include "reading.hpp"
#include "support/repeated.hpp"

using namespace kb::test;

namespace {

/// How many documents and failures come of a text of so many bytes, of 1,000 that are allowed.
struct Outcome {
    std::size_t documents = 0;
    std::size_t failures = 0;

    bool operator==(const Outcome&) const = default;
};

Outcome outcome(std::string_view name, const std::string& content) {
    kb::ReadOptions options;
    options.max_document_bytes = 1000;
    const Reading reading = read_content(name, content, options);
    Outcome outcome{reading.documents.size(), 0};
    for (const kb::Problem& problem : reading.problems)
        if (problem.severity == kb::Problem::Severity::failure) ++outcome.failures;
    return outcome;
}

std::string line_of(std::size_t bytes) {
    const std::string head = R"({"id":"a","text":")";
    return head + std::string(bytes - head.size() - 2, 'x') + "\"}";
}

}  // namespace

TEST_CASE("a line of JSON Lines may be as long as a document; the next one is read all the same") {
    const std::string next = "\n{\"id\":\"b\"}\n";
    CHECK(outcome("a.jsonl", line_of(999) + next) == Outcome{2, 0});
    CHECK(outcome("a.jsonl", line_of(1000) + next) == Outcome{2, 0});
    CHECK(outcome("a.jsonl", line_of(1001) + next) == Outcome{1, 1});
}

TEST_CASE("a text, a page or a post may be as long as a document") {
    for (const char* name : {"a.txt", "a.md"}) {
        CAPTURE(name);
        CHECK(outcome(name, std::string(998, 'x') + "\n") == Outcome{1, 0});
        CHECK(outcome(name, std::string(1200, 'x') + "\n") == Outcome{0, 1});
    }
    const std::string page = "<!doctype html><p>";
    CHECK(outcome("a.html", page + std::string(999 - page.size(), 'x')) == Outcome{1, 0});
    CHECK(outcome("a.html", page + std::string(1000 - page.size(), 'x')) == Outcome{1, 0});
    CHECK(outcome("a.html", page + std::string(1001 - page.size(), 'x')) == Outcome{0, 1});
}

TEST_CASE("an item of a feed may be as long as a document; the others are read all the same") {
    const auto feed = [](std::size_t bytes) {
        return "<rss><channel><item><title>t</title><description>" + std::string(bytes - 1, 'x') +
               "</description></item><item><title>next</title></item></channel></rss>";
    };
    CHECK(outcome("a.xml", feed(999)) == Outcome{2, 0});
    CHECK(outcome("a.xml", feed(1000)) == Outcome{2, 0});
    CHECK(outcome("a.xml", feed(1001)) == Outcome{1, 1});
}

TEST_CASE("front matter may have 64 KiB") {
    const auto warnings = [](std::size_t bytes) {
        const std::string field = "title: t\n";
        const std::string matter = field + "#" + std::string(bytes - field.size() - 2, 'x') + "\n";
        std::size_t count = 0;
        const auto read = kb::ingest::read_front_matter(
            {matter, {}, false}, [&](std::uint64_t, const std::string&) { ++count; });
        CHECK(read.title == (count == 0 ? "t" : ""));
        return count;
    };
    CHECK(warnings((64 << 10) - 1) == 0);
    CHECK(warnings(64 << 10) == 0);
    CHECK(warnings((64 << 10) + 1) == 1);
}

TEST_CASE("YAML may nest 32 deep") {
    const auto warnings = [](std::size_t levels) {
        std::size_t count = 0;
        // The mapping around it is one level.
        const std::string yaml =
            "title: t\na: " + repeated("[", levels - 1) + repeated("]", levels - 1) + "\n";
        kb::ingest::read_front_matter({yaml, {}, false},
                                      [&](std::uint64_t, const std::string&) { ++count; });
        return count;
    };
    CHECK(warnings(31) == 0);
    CHECK(warnings(32) == 0);
    CHECK(warnings(33) == 1);
}

TEST_CASE("XML may nest 256 deep") {
    const auto reading = [](std::size_t levels) {
        const std::size_t more = levels - 3;  // within <rss><channel><item>
        return read_content("a.xml", "<rss><channel><item><title>t</title>" +
                                         repeated("<a>", more) + repeated("</a>", more) +
                                         "</item></channel></rss>");
    };
    static_assert(kb::ingest::deepest_xml == 256);
    CHECK(reading(255).titles() == Strings{"t"});
    CHECK(reading(256).titles() == Strings{"t"});
    for (const std::size_t levels : {257U, 100'000U}) {
        CHECK(reading(levels).titles().empty());
        CHECK(reading(levels).messages() ==
              Strings{"1: its elements are nested more than 256 deep: refused"});
    }
}
