// That damage to tables is found and that what is left can be read, without Xapian.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "index/glass/block.hpp"
#include "index/glass/encoding.hpp"
#include "index/glass/positions.hpp"
#include "index/glass/salvage.hpp"
#include "index/glass/table_reader.hpp"
#include "index/glass/version_file.hpp"
#include "index/layout.hpp"
#include "index/xapian.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using namespace kb::index;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t block_bytes = 8192;

/// Some text, none of it like the others, of which some words are frequent.
std::vector<Document> posts(std::mt19937& random, int count) {
    std::vector<Document> documents;
    for (int i = 0; i < count; ++i) {
        std::string text = "the harbour at the sea and the harbour";
        for (int j = 0; j < 80; ++j)
            text += " w" + std::to_string(random() % 3000) + (j % 9 == 0 ? " harbour" : "");
        documents.push_back(
            test::make_document("post:" + std::to_string(i), "Post " + std::to_string(i), text));
    }
    return documents;
}

std::string exported(const fs::path& path) {
    std::string lines;
    Searcher(path).for_each([&](const Document& document) {
        lines += to_json(document) + "\n";
        return true;
    });
    return lines;
}

/// A database as Xapian writes it over many commits, with tags of every length.
std::map<std::string, std::string> write_with_xapian(const fs::path& path, unsigned seed) {
    std::mt19937 random(seed);
    Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    std::map<std::string, std::string> data;
    for (int commit = 0; commit < 30; ++commit) {
        for (int i = 0; i < 20; ++i) {
            const auto docid = static_cast<Xapian::docid>(1 + random() % 400);
            std::string key;
            glass::append_sortable(key, docid);
            if (random() % 5 == 0) {
                if (data.erase(key) > 0) database.delete_document(docid);
                continue;
            }
            std::string text(1 + random() % (random() % 10 == 0 ? 30'000 : 300), 'x');
            if (random() % 2 == 0) {
                for (char& c : text)
                    c = static_cast<char>(random());
            }
            Xapian::Document document;
            document.set_data(text);
            document.add_term("word");
            database.replace_document(docid, document);
            data[key] = text;
        }
        database.commit();
    }
    return data;
}

}  // namespace

TEST_CASE("a table is read as Xapian wrote it, over many commits") {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        const test::TemporaryDirectory directory;
        const auto expected = write_with_xapian(directory / "db", seed);
        const auto version = glass::read_version(directory / "db");
        REQUIRE(version);
        CHECK(version->statistics.documents == expected.size());
        std::map<std::string, std::string> read;
        glass::TableReader reader(directory / "db", glass::Table::docdata, *version);
        while (const auto entry = reader.next())
            read[entry->key] = entry->tag;
        CHECK(read == expected);
        for (const auto& known : {version, std::optional<glass::Version>()}) {
            std::map<std::string, std::string> saved;
            glass::TableSalvage salvage(directory / "db", glass::Table::docdata, known);
            while (const auto entry = salvage.next())
                saved.emplace(entry->key, entry->tag);
            CHECK(saved == expected);
            CHECK(salvage.lost() == 0);
        }
    }
}

TEST_CASE("positions are read as they were written, and cut ones are none") {
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::uint32_t> positions;
        std::uint32_t position = 0;
        for (std::size_t count = 1 + random() % 60; count > 0; --count)
            positions.push_back(position +=
                                static_cast<std::uint32_t>(1 + random() % (1U << random() % 20)));
        std::string bytes;
        glass::append_positions(bytes, positions);
        std::vector<std::uint32_t> read;
        const auto take = [&](std::uint32_t next) { read.push_back(next); };
        CHECK(glass::read_positions(bytes, take));
        CHECK(read == positions);
        // One position alone with more behind it is another list.
        if (positions.size() > 1) CHECK_FALSE(glass::read_positions(bytes + '\1', take));
        read.clear();
        if (glass::read_positions(bytes.substr(0, bytes.size() - 1), take)) CHECK(read.size() == 1);
    }
}

TEST_CASE("one bit that flips in an entry of any table is found") {
    std::mt19937 random(11);
    const test::SampleIndex sample(posts(random, 150));
    compact_index(sample.path());
    REQUIRE(check_index(sample.path()).problems.empty());
    const std::string before = exported(sample.path());
    const fs::path generation = current_generation(sample.path());
    for (const char* table :
         {"postlist.glass", "docdata.glass", "termlist.glass", "position.glass"}) {
        CAPTURE(table);
        const std::string intact = test::read_file(generation / table);
        glass::Block block(block_bytes);
        for (int round = 0; round < 60; ++round) {
            const std::size_t begin = random() % (intact.size() / block_bytes) * block_bytes;
            std::copy_n(intact.begin() + static_cast<std::ptrdiff_t>(begin), block_bytes,
                        block.bytes().begin());
            if (block.level() != 0 || !block.has_directory()) continue;
            // Entries lie at the end of a block of a compacted table.
            const std::size_t first = static_cast<unsigned char>(intact[begin + 5]) * 256U +
                                      static_cast<unsigned char>(intact[begin + 6]) +
                                      static_cast<unsigned char>(intact[begin + 9]) * 256U +
                                      static_cast<unsigned char>(intact[begin + 10]);
            std::string damaged = intact;
            const std::size_t at = begin + first + random() % (block_bytes - first);
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
            CAPTURE(at);
            test::write_file(generation / table, damaged);
            // A frame of zstd has bits that mean nothing.
            if (check_index(sample.path()).problems.empty()) {
                CHECK(std::string(table) == "docdata.glass");
                CHECK(exported(sample.path()) == before);
            }
        }
        test::write_file(generation / table, intact);
    }
}

TEST_CASE("metadata that changed behind the index's back is found") {
    std::mt19937 random(12);
    const test::SampleIndex sample(posts(random, 3));
    {
        Index index(sample.path());
        index.subscribe({.url = "https://example.org/feed.xml"});
        index.commit();
    }
    REQUIRE(check_index(sample.path()).problems.empty());
    Xapian::WritableDatabase(current_generation(sample.path()).string(), Xapian::DB_OPEN)
        .set_metadata("kb.other", "value");
    CHECK(check_index(sample.path()).problems.size() == 1);
}

TEST_CASE("documents are saved where the version file, or the root of their table, is lost") {
    std::mt19937 random(13);
    const test::SampleIndex sample(posts(random, 300));
    {
        Index index(sample.path());
        for (int i = 0; i < 40; ++i)
            index.erase("post:" + std::to_string(i * 3));
        index.subscribe({.url = "https://example.org/feed.xml"});
        index.commit();
    }
    const std::string before = exported(sample.path());
    for (const char* harm : {"delete", "noise", "root"}) {
        CAPTURE(harm);
        const fs::path generation = current_generation(sample.path());
        const auto version = glass::read_version(generation);
        REQUIRE(version);
        if (*harm == 'd') fs::remove(generation / glass::version_name);
        if (*harm == 'n') test::write_file(generation / glass::version_name, "noise");
        if (*harm == 'r') {
            const auto& table = version->table(glass::Table::docdata);
            REQUIRE(table.level > 0);
            std::string bytes = test::read_file(generation / "docdata.glass");
            bytes.replace(table.root * block_bytes, block_bytes, std::string(block_bytes, 'Z'));
            test::write_file(generation / "docdata.glass", bytes);
        }
        CHECK_FALSE(check_index(sample.path()).problems.empty());
        const RepairReport report = repair_index(sample.path());
        CHECK(report.documents == 260);
        CHECK(check_index(sample.path()).problems.empty());
        CHECK(exported(sample.path()) == before);
        CHECK(Searcher(sample.path()).subscriptions().size() == 1);
    }
}
