#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "reading.hpp"

using kb::Document;
using kb::Kind;
using namespace kb::test;

namespace {

/// A real export, where there is one: in the directory that KB_DATA names, or beside the sources.
std::string real_export() {
    const char* data = std::getenv("KB_DATA");
    const std::filesystem::path folder =
        data != nullptr ? data : std::filesystem::path(KB_SOURCE_DIR) / "../shared/data";
    const std::filesystem::path path = folder / "river" / "export-2023-11-29.txt";
    return std::filesystem::exists(path) ? path.string() : "";
}

std::map<Kind, int> count_kinds(const std::vector<Document>& documents) {
    std::map<Kind, int> counts;
    for (const Document& document : documents)
        ++counts[document.kind];
    return counts;
}

}  // namespace

TEST_CASE("a real export gives all its entries and statements") {
    const std::string path = real_export();
    if (path.empty()) {
        MESSAGE("skipped: the real export is not here");
        return;
    }
    kb::ReadOptions options;
    options.as_of = kb::parse_timestamp("2023-11-29");
    const Reading reading = read_inputs({path}, options);
    CHECK(reading.messages() == Strings{});
    CHECK(reading.documents.size() == 66);
    CHECK(count_kinds(reading.documents) == std::map<Kind, int>{{Kind::post, 4},
                                                                {Kind::thread, 10},
                                                                {Kind::readme, 19},
                                                                {Kind::release, 1},
                                                                {Kind::statement, 12},
                                                                {Kind::newsletter, 1},
                                                                {Kind::episode, 3},
                                                                {Kind::article, 16}});
    std::set<std::string> authors;
    for (const Document& document : reading.documents) {
        CAPTURE(document.title);
        CHECK(document.published.has_value());
        CHECK(document.text.find(" ago") != 0);
        if (document.kind != Kind::statement) continue;
        CHECK(document.parent->title == "2024 DSF Board Candidates");
        CHECK(document.text.size() > 100);
        authors.insert(document.authors.at(0));
    }
    CHECK(authors.size() == 12);
    CHECK(authors.count("Jacob Kaplan-Moss") == 1);
}

TEST_CASE("the sample exports give what their description promises") {
    const std::filesystem::path corpus = std::filesystem::path(KB_SOURCE_DIR) / "corpus" / "river";
    kb::ReadOptions options;
    options.as_of = kb::parse_timestamp("2024-06-01");
    const auto read = [&](const char* name) {
        const Reading reading = read_inputs({(corpus / name).string()}, options);
        CHECK(reading.messages() == Strings{});
        return count_kinds(reading.documents);
    };
    using Counts = std::map<Kind, int>;
    CHECK(read("candidates.txt") == Counts{{Kind::article, 1}, {Kind::statement, 6}});
    CHECK(read("forum.txt") == Counts{{Kind::thread, 7}});
    CHECK(read("hacker.txt") == Counts{{Kind::post, 9}});
    CHECK(read("readmes.txt") == Counts{{Kind::readme, 5}});
    CHECK(read("world.txt") == Counts{{Kind::post, 8}});
}

TEST_CASE("hostile inputs give clear failures and what is good in them") {
    const std::filesystem::path hostile =
        std::filesystem::path(KB_SOURCE_DIR) / "corpus" / "hostile";
    const auto documents = [&](const char* name) {
        return read_inputs({(hostile / name).string()}).documents.size();
    };
    CHECK(documents("cr-only.txt") == 2);
    CHECK(documents("crlf-bom.jsonl") == 2);
    CHECK(documents("deep-indent.txt") == 2);
    CHECK(documents("nested-bomb.jsonl") == 1);
    CHECK(documents("truncated.jsonl") == 2);
    CHECK(documents("utf16be.txt") == 2);
    CHECK(documents("utf16le.txt") == 2);
    CHECK(documents("wrong-types.jsonl") == 1);
    CHECK(documents("pixel.png") == 0);
}
