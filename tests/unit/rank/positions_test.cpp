#include "rank/positions.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "rank/posting_list.hpp"

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

bool in_a_row(const std::vector<Positions>& terms) {
    std::vector<std::string> bytes;
    for (const Positions& positions : terms)
        bytes.push_back(encoded(positions));
    std::vector<PositionReader> readers;
    for (const std::string& positions : bytes)
        readers.push_back(reader_of(positions));
    return stand_in_a_row(readers);
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
