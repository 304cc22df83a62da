#include "rank/competitive_pairs.hpp"

#include <doctest/doctest.h>

#include <random>

#include "rank/bm25.hpp"

using namespace kb::rank;

TEST_CASE("short numbers are exact while small, and round as asked beyond") {
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i) {
        const std::uint32_t number = static_cast<std::uint32_t>(random()) >> (random() % 32);
        CAPTURE(number);
        const std::uint64_t below = value_of(round_down(number));
        const std::uint64_t above = value_of(round_up(number));
        CHECK(below <= number);
        CHECK(above >= number);
        CHECK(static_cast<double>(number - below) <= number / 2048.0);
        CHECK(static_cast<double>(above - number) <= number / 2047.0);
        if (number < 4096) CHECK(below == above);
    }
    CHECK(value_of(round_up(UINT32_MAX)) >= UINT32_MAX);
}

TEST_CASE("pairs bound every posting under any parameters, and tightly when they are few") {
    std::mt19937 random(4);
    for (unsigned trial = 0; trial < 300; ++trial) {
        std::vector<Occurrence> occurrences(1 + random() % 128);
        for (Occurrence& occurrence : occurrences) {
            occurrence.wdf = static_cast<std::uint32_t>(random() % (1 + trial % 40));
            occurrence.length = occurrence.wdf + static_cast<std::uint32_t>(random() % 500);
        }
        const CompetitivePairs pairs = competitive_pairs(occurrences);
        const kb::Bm25Parameters parameters = {.k1 = static_cast<double>(random() % 30) / 10,
                                               .b = static_cast<double>(random() % 11) / 10};
        const Bm25Scorer scorer(parameters, 1 + static_cast<double>(random() % 400), 1.0);
        double bound = 0;
        for (const auto& pair : pairs.pairs)
            bound = std::max(bound, scorer.score(static_cast<double>(value_of(pair.wdf)),
                                                 static_cast<double>(value_of(pair.length))));
        double best = 0;
        for (const Occurrence& occurrence : occurrences)
            best = std::max(best, scorer.score(occurrence.wdf, occurrence.length));
        CHECK(best <= bound);
        CHECK(bound <= best * 1.5 + 1e-9);
    }
}

TEST_CASE("pairs of one posting are that posting") {
    const CompetitivePairs pairs = competitive_pairs({{3, 40}});
    for (const auto& pair : pairs.pairs) {
        CHECK(value_of(pair.wdf) == 3);
        CHECK(value_of(pair.length) == 40);
    }
}
