#include "rank/bm25.hpp"

#include <doctest/doctest.h>

using namespace kb;

namespace {

constexpr double average_length = 100;
constexpr Bm25Parameters parameters = {.k1 = 1.2, .b = 0.75};

}  // namespace

TEST_CASE("the inverse document frequency falls with frequency and stays positive") {
    CHECK(rank::inverse_document_frequency(1000, 1) == doctest::Approx(std::log(1 + 999.5 / 1.5)));
    double last = rank::inverse_document_frequency(1000, 0);
    for (std::uint64_t n = 1; n <= 1000; ++n) {
        const double idf = rank::inverse_document_frequency(1000, n);
        CHECK(idf < last);
        CHECK(idf > 0);
        last = idf;
    }
}

TEST_CASE("the score is the textbook formula") {
    const rank::Bm25Scorer scorer(parameters, average_length, 8.0);
    const double expected = 8.0 * 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 150 / 100.0));
    CHECK(scorer.score(3, 150) == doctest::Approx(expected));
}

TEST_CASE("the score rises with occurrences, saturates, and falls with length") {
    const rank::Bm25Scorer scorer(parameters, average_length, 1.0);
    CHECK(scorer.score(0, 100) == 0);
    CHECK(scorer.score(2, 100) > scorer.score(1, 100));
    CHECK(scorer.score(2, 100) < 2 * scorer.score(1, 100));
    CHECK(scorer.score(2, 200) < scorer.score(2, 100));
}

TEST_CASE("extreme parameters switch parts off") {
    CHECK(rank::Bm25Scorer({.k1 = 0, .b = 0.75}, average_length, 1.0).score(1, 100) ==
          rank::Bm25Scorer({.k1 = 0, .b = 0.75}, average_length, 1.0).score(9, 900));
    const rank::Bm25Scorer no_length({.k1 = 1.2, .b = 0}, average_length, 1.0);
    CHECK(no_length.score(2, 10) == no_length.score(2, 1000));
}

TEST_CASE("an empty collection scores without dividing by zero") {
    const rank::Bm25Scorer scorer(parameters, 0, 1.0);
    CHECK(scorer.score(1, 0) >= 0);
    CHECK(std::isfinite(scorer.score(1, 0)));
}
