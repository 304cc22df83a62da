// The real export of a feed reader, where it is at hand: KB_DATA, or the data folder beside the
// checkout. None of it is in the repository; without it these tests say so and pass.

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"
#include "support/tsv.hpp"

using namespace kb;

namespace {

std::filesystem::path export_path() {
    const char* data = std::getenv("KB_DATA");
    const std::filesystem::path folder =
        data != nullptr ? std::filesystem::path(data)
                        : std::filesystem::path(KB_SOURCE_DIR) / ".." / "shared" / "data";
    return folder / "river" / "export-2023-11-29.txt";
}

bool absent() {
    if (std::filesystem::exists(export_path())) return false;
    MESSAGE("skipped: the real export is not at hand");
    return true;
}

struct Export {
    std::vector<Document> entries;
    std::map<std::size_t, std::vector<Document>> statements;  ///< by the entry's number
    std::vector<Document> all;
    std::string problems;
};

const Export& real_export() {
    static const Export content = [] {
        Export read;
        DocumentReader reader(
            {export_path().string()}, {.as_of = test::at("2023-11-29")},
            [&](const Problem& problem) { read.problems += problem.message + "\n"; });
        while (std::optional<Document> document = reader.next()) {
            if (document->kind == Kind::statement) {
                read.statements[read.entries.size()].push_back(*document);
            } else {
                read.entries.push_back(*document);
            }
            read.all.push_back(std::move(*document));
        }
        return read;
    }();
    return content;
}

/// "29|46", "42.s3" → the ids meant.
std::set<std::string> expected_ids(const std::string& numbers) {
    std::set<std::string> ids;
    std::istringstream parts(numbers);
    for (std::string part; std::getline(parts, part, '|');) {
        const std::size_t entry = std::stoul(part);
        const std::size_t statement = part.find(".s");
        ids.insert(statement == std::string::npos
                       ? real_export().entries.at(entry - 1).id
                       : real_export()
                             .statements.at(entry)
                             .at(std::stoul(part.substr(statement + 2)) - 1)
                             .id);
    }
    return ids;
}

}  // namespace

TEST_CASE("the real export gives 54 entries and 12 statements, each with title and date") {
    if (absent()) return;
    const Export& content = real_export();
    CHECK(content.problems == "");
    CHECK(content.entries.size() == 54);
    REQUIRE(content.statements.size() == 1);
    CHECK(content.statements.begin()->first == 42);
    CHECK(content.statements.begin()->second.size() == 12);
    std::set<std::string> ids;
    for (const Document& document : content.all) {
        ids.insert(document.id);
        CHECK_FALSE(document.title.empty());
        CHECK(document.title.front() != ' ');
        CHECK(document.published);
        CHECK(document.text.find("Comments URL:") == std::string::npos);
        CHECK(document.text.find("Read full topic") == std::string::npos);
    }
    CHECK(ids.size() == 65);  // one README is equal to its twin but for white space
}

TEST_CASE("the kinds in the real export are right") {
    if (absent()) return;
    std::map<Kind, int> kinds;
    for (const Document& document : real_export().all)
        ++kinds[document.kind];
    CHECK(kinds[Kind::post] == 4);
    CHECK(kinds[Kind::thread] == 10);
    CHECK(kinds[Kind::readme] == 19);
    CHECK(kinds[Kind::statement] == 12);
    CHECK(kinds[Kind::newsletter] == 1);
    CHECK(kinds[Kind::release] == 1);
    CHECK(kinds[Kind::episode] == 3);
    CHECK(kinds[Kind::article] == 16);
}

TEST_CASE("statements belong to their page") {
    if (absent()) return;
    const Document& page = real_export().entries.at(41);
    CHECK(page.kind == Kind::article);
    CHECK(page.text.size() < 2000);
    for (const Document& statement : real_export().statements.at(42)) {
        REQUIRE(statement.parent);
        CHECK(statement.parent->id == page.id);
        CHECK(statement.parent->title == page.title);
        CHECK(statement.published == page.published);
        CHECK(statement.authors.size() == 1);
        CHECK(statement.text.size() > 100);
    }
}

TEST_CASE(
    "known items of the real export are found first, and READMEs that occur twice show once") {
    if (absent()) return;
    const test::SampleIndex index(real_export().all);
    const Searcher searcher(index.path());
    CHECK(searcher.stats().documents == 65);  // one of the five pairs is equal but for white space
    CHECK(searcher.search({.query = "*"}).total == 61);

    const auto items = test::read_rows(
        std::filesystem::path(KB_SOURCE_DIR) / "tests" / "golden" / "known_items.tsv", '\t');
    std::size_t first = 0;
    std::string misses;
    for (const auto& item : items) {
        const Results results = searcher.search({.query = item.at(0), .limit = 1});
        if (!results.hits.empty() &&
            expected_ids(item.at(1)).contains(results.hits[0].document.id)) {
            ++first;
        } else {
            misses += item.at(0) + " → " +
                      (results.hits.empty() ? "nothing" : results.hits[0].document.title) + "\n";
        }
    }
    MESSAGE("first: ", first, " of ", items.size(), "\n", misses);
    CHECK(items.size() >= 30);
    CHECK(static_cast<double>(first) >= 0.95 * static_cast<double>(items.size()));
}
