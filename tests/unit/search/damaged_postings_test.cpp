// Xapian's matcher believes what postings say of themselves, and some of it would keep it busy for
// ever. What these tests break, `kbindex check` finds; searches do not look at whole lists.

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "index/glass/encoding.hpp"
#include "index/glass/table_reader.hpp"
#include "index/glass/version_reader.hpp"
#include "index/schema.hpp"
#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using namespace kb::test;

namespace {

namespace glass = index::glass;

constexpr int documents = 40;
constexpr int tagged = 20;

Document post(int number) {
    Document document = make_document(std::to_string(number), "Post", "beryl quartz opal");
    if (number < tagged) {
        document.tags = {"amber"};
        document.text += " jade";
    }
    return document;
}

std::vector<Document> posts() {
    std::vector<Document> all;
    for (int number = 0; number < documents; ++number)
        all.push_back(post(number));
    return all;
}

/// What a database holds under a key of its table of postings.
std::string entry_of(const std::filesystem::path& generation, const std::string& key) {
    const auto version = glass::read_version(generation).value();
    glass::TableReader table(generation, glass::Table::postlist, version);
    while (const auto entry = table.next()) {
        if (entry->key == key) return entry->tag;
    }
    return {};
}

/// Lets the postings of a term, of which the last is document `tagged`, claim a later one.
void claim_later_postings(const std::filesystem::path& generation, const std::string& term) {
    std::string key;
    glass::append_term(key, term);
    const std::string entry = entry_of(generation, key);
    // Documents, occurrences, the first document less 1, '1': the list ends here, the distance of
    // the last document: each of one byte.
    constexpr std::size_t distance = 4;
    REQUIRE(entry.size() > distance);
    REQUIRE(entry[distance] == tagged - 1);
    const std::filesystem::path path = generation / "postlist.glass";
    std::string bytes = read_file(path);
    const std::string item = std::string(1, static_cast<char>(key.size())) + key + entry;
    std::size_t place = bytes.find(item);
    REQUIRE(place != std::string::npos);
    for (; place != std::string::npos; place = bytes.find(item, place))  // outdated copies, too
        bytes[place + 1 + key.size() + distance] = documents + 20;
    write_file(path, bytes);
}

struct DamagedIndex {
    SampleIndex index{posts()};

    DamagedIndex() {
        const std::string term = index::schema::filter_term(index::schema::field("tag"), "amber");
        claim_later_postings(index.path() / "g1", term);
        claim_later_postings(index.path() / "g1", std::string(index::schema::text_prefix) + "jade");
    }

    void must_end(SearchRequest request) const {
        CAPTURE(request.query);
        try {
            index.search(request);
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::corrupt);
        }
    }
};

}  // namespace

TEST_CASE("a search among postings that lead back ends, with an error where it cannot go on") {
    const DamagedIndex damaged;
    for (const char* query :
         {"beryl tag:amber", "beryl AND tag:amber", "beryl AND tag:amber AND opal",
          "quarry OR (beryl AND tag:amber)", "beryl AND NOT (opal AND tag:amber)",
          "\"beryl quartz\" tag:amber", "NOT (quarry OR NOT (beryl AND tag:amber))",
          "opal AND NOT (quarry OR (beryl AND tag:amber))"}) {
        damaged.must_end({.query = query});
        damaged.must_end({.query = query, .match = Match::all, .facets = {"tag"}});
        damaged.must_end({.query = query, .sort = Sort::newest});
        damaged.must_end({.query = query, .explain = true});
        damaged.must_end({.query = query, .timeout = std::chrono::seconds(60)});
    }
    CHECK_THROWS_AS(damaged.index.search("beryl AND tag:amber"), Error);
}

TEST_CASE("so does one for words within a distance") {
    const DamagedIndex damaged;
    for (const char* query :
         {"\"jade opal\"~5", "\"opal jade\"~5 quartz", "opal -\"jade quartz\"~5",
          "opal AND NOT (beryl AND \"jade quartz\"~5)"}) {
        damaged.must_end({.query = query});
        damaged.must_end({.query = query, .match = Match::all, .explain = true});
    }
    CHECK_THROWS_AS(damaged.index.search("\"jade opal\"~5"), Error);
}
