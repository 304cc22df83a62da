#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "index/completions.hpp"
#include "index/glass/version_reader.hpp"
#include "index/xapian.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using namespace kb::index;

namespace {

constexpr int block_bytes = 2048;

/// A database with terms of fields and words, each in several blocks of its table of postings.
void make_terms(const std::string& path) {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS,
                                      block_bytes);
    const std::string filling(200, 'x');
    Xapian::Document document;
    for (int number = 10; number < 50; ++number) {
        document.add_term("K" + std::to_string(number) + filling);
        document.add_term("w" + std::to_string(number) + filling);
    }
    database.add_document(document);
    database.commit();
}

std::size_t number16(const std::string& bytes, std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

/// Where in a table's file its root says which blocks lie below it.
std::vector<std::size_t> places_of_children(const std::string& table, std::uint32_t root) {
    constexpr std::size_t items_end = 9;  // where the head of a block says it
    constexpr std::size_t items_begin = 11;
    const std::size_t block = std::size_t{root} * block_bytes;
    std::vector<std::size_t> places;
    for (std::size_t at = items_begin; at < number16(table, block + items_end); at += 2)
        places.push_back(block + number16(table, block + at));
    return places;
}

void swap_children(std::string& table, std::size_t a, std::size_t b) {
    constexpr std::size_t child_bytes = 4;
    for (std::size_t i = 0; i < child_bytes; ++i)
        std::swap(table[a + i], table[b + i]);
}

template <typename Operation>
unsigned is_refused(Operation&& operation) {
    try {
        operation();
        return 0;
    } catch (const Xapian::Error&) {
        return 1;
    }
}

}  // namespace

TEST_CASE("words are gone through to an end whichever two blocks of a table changed places") {
    const test::TemporaryDirectory directory;
    const std::string path = (directory / "database").string();
    make_terms(path);
    const glass::TableState state = glass::read_version(path).value().table(glass::Table::postlist);
    REQUIRE(state.level == 1);
    const auto file = directory / "database" / "postlist.glass";
    const std::string intact = test::read_file(file);
    const std::vector<std::size_t> children = places_of_children(intact, state.root);
    unsigned refused = 0;
    for (std::size_t i = 0; i < children.size(); ++i) {
        for (std::size_t j = i + 1; j < children.size(); ++j) {
            std::string damaged = intact;
            swap_children(damaged, children[i], children[j]);
            test::write_file(file, damaged);
            refused += is_refused([&] {
                Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
                database.begin_transaction();
                refresh_completions(database);
                database.cancel_transaction();
            });
            refused += is_refused([&] { complete(Xapian::Database(path), "w", 10); });
        }
    }
    CHECK(refused > 0);
}
