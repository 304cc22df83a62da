#include "rank/positions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rank/posting_list.hpp"
#include "support/rank/exhaustive_search.hpp"

using namespace kb;
using namespace kb::rank;

namespace {

using Positions = std::vector<std::uint32_t>;

std::string encoded(const Positions& positions) {
    std::string bytes;
    append_positions(bytes, positions);
    return bytes;
}

PositionReader reader_of(const std::string& bytes) {
    return PositionReader(std::as_bytes(std::span(bytes)));
}

Positions decoded(const std::string& bytes) {
    Positions positions;
    for (PositionReader reader = reader_of(bytes); reader.next();)
        positions.push_back(static_cast<std::uint32_t>(reader.position()));
    return positions;
}

/// What check(readers of the terms' positions) says.
template <typename Check>
bool holds(const std::vector<Positions>& terms, const Check& check) {
    std::vector<std::string> bytes;
    for (const Positions& positions : terms)
        bytes.push_back(encoded(positions));
    std::vector<PositionReader> readers;
    for (const std::string& positions : bytes)
        readers.push_back(reader_of(positions));
    return check(std::span(readers));
}

bool in_a_row(const std::vector<Positions>& terms) {
    return holds(terms, stand_in_a_row);
}

/// Equal lists are of one term.
bool close(const std::vector<Positions>& terms, std::uint32_t window) {
    return holds(terms, [&](std::span<PositionReader> readers) {
        return stand_close(readers, earlier_same(terms), window);
    });
}

}  // namespace

TEST_CASE("positions come back, whatever their gaps") {
    for (const Positions& positions :
         {Positions{}, Positions{0}, Positions{0, 1, 2}, Positions{127, 128, 256, 257},
          Positions{5, 20'000, 3'000'000, 600'000'000}, Positions{UINT32_MAX},
          Positions{0, UINT32_MAX - 1, UINT32_MAX}}) {
        CHECK(decoded(encoded(positions)) == positions);
    }
    CHECK(encoded({3, 4, 131}).size() == 3);  // a byte a gap below 128
}

TEST_CASE("a reader moves on to the first position that is not less") {
    const std::string bytes = encoded({2, 5, 300, 301});
    PositionReader reader = reader_of(bytes);
    CHECK(reader.skip_to(0));
    CHECK(reader.position() == 2);
    CHECK(reader.skip_to(2));
    CHECK(reader.position() == 2);
    CHECK(reader.skip_to(6));
    CHECK(reader.position() == 300);
    CHECK(reader.skip_to(5));  // never back
    CHECK(reader.position() == 300);
    CHECK(!reader.skip_to(302));
}

TEST_CASE("positions that are cut off, or too great, are damage") {
    for (const char* bytes : {"\x80", "\x01\xff\xff", "\xff\xff\xff\xff\xff\xff\x01"})
        CHECK_THROWS_AS(decoded(bytes), DamagedFile);
}

TEST_CASE("terms stand in a row where each follows the one before") {
    CHECK(in_a_row({{4}}));
    CHECK(!in_a_row({{}}));
    CHECK(in_a_row({{4}, {5}}));
    CHECK(!in_a_row({{4}, {4}}));
    CHECK(!in_a_row({{5}, {4}}));
    CHECK(!in_a_row({{4}, {}}));
    CHECK(in_a_row({{1, 10}, {3, 11}, {2, 12}}));
    CHECK(!in_a_row({{1, 10}, {2, 11}, {4, 13}}));
    CHECK(in_a_row({{UINT32_MAX - 1}, {UINT32_MAX}}));
    CHECK(!in_a_row({{UINT32_MAX}, {0}}));
}

TEST_CASE("terms stand in a row where a look at every beginning says so") {
    std::mt19937 random(5);
    for (int trial = 0; trial < 3000; ++trial) {
        std::vector<std::set<std::uint32_t>> terms(1 + random() % 4);
        for (auto& term : terms) {
            for (auto count = random() % 12; count > 0; --count)
                term.insert(static_cast<std::uint32_t>(random() % 40));
        }
        bool expected = false;
        for (const std::uint32_t start : terms.front()) {
            bool all = true;
            for (std::uint32_t i = 1; i < terms.size(); ++i)
                all = all && terms[i].contains(start + i);
            expected = expected || all;
        }
        std::vector<Positions> lists;
        for (const auto& term : terms)
            lists.emplace_back(term.begin(), term.end());
        CHECK(in_a_row(lists) == expected);
    }
}

TEST_CASE("terms stand close where a window holds them all, in any order") {
    CHECK(close({{4}}, 1));
    CHECK(!close({{}}, 1));
    CHECK(close({{4}, {7}}, 4));
    CHECK(close({{7}, {4}}, 4));
    CHECK(!close({{4}, {7}}, 3));
    CHECK(close({{1, 90}, {50, 93}, {20, 95}}, 6));
    CHECK(!close({{1, 90}, {50, 93}, {20, 95}}, 5));
    CHECK(close({{UINT32_MAX}, {UINT32_MAX - 1}}, 2));
    // Two terms may stand in one place, as a word and its parts do; one term that is wanted twice
    // may not.
    CHECK(close({{4}, {4, 9}}, 1));
    CHECK(!close({{4}, {4}}, 5));
    CHECK(close({{4, 8}, {4, 8}}, 5));
    CHECK(!close({{4, 8}, {4, 8}}, 4));
    CHECK(close({{4, 8, 9}, {10}, {4, 8, 9}}, 3));
}

TEST_CASE("terms stand close where a look at every window says so") {
    std::mt19937 random(6);
    int found = 0;
    for (int trial = 0; trial < 5000; ++trial) {
        std::vector<Positions> terms(1 + random() % 5);
        for (std::size_t i = 0; i < terms.size(); ++i) {
            std::set<std::uint32_t> positions;
            for (auto count = random() % 8; count > 0; --count)
                positions.insert(static_cast<std::uint32_t>(random() % 60));
            terms[i].assign(positions.begin(), positions.end());
            if (i > 0 && random() % 4 == 0) terms[i] = terms[random() % i];
        }
        const auto window = static_cast<std::uint32_t>(1 + random() % 20);
        std::vector<test::WantedTerm> wanted;
        for (const Positions& term : terms)
            wanted.push_back({term, std::count(terms.begin(), terms.end(), term)});
        const bool expected = test::stand_within(wanted, window);
        CHECK(close(terms, window) == expected);
        found += expected ? 1 : 0;
    }
    CHECK(found > 500);
    CHECK(found < 4500);
}
