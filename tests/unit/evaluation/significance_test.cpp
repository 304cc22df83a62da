#include <doctest/doctest.h>

#include <vector>

#include "kb/evaluation.hpp"

using namespace kb;

TEST_CASE("equal systems do not differ") {
    const std::vector<double> a = {0.1, 0.5, 0.9};
    CHECK(randomisation_test(a, a) == 1.0);
    CHECK(randomisation_test({}, {}) == 1.0);
}

TEST_CASE("the p-value approaches the share of all sign patterns that are as extreme") {
    // Five equal gains: only all signs alike reach the observed sum, 2 patterns of 32.
    const std::vector<double> a = {0.3, 0.4, 0.5, 0.6, 0.7};
    const std::vector<double> b = {0.2, 0.3, 0.4, 0.5, 0.6};
    CHECK(randomisation_test(a, b, 100'000) == doctest::Approx(2.0 / 32).epsilon(0.05));
    CHECK(randomisation_test(b, a, 100'000) == doctest::Approx(2.0 / 32).epsilon(0.05));
}

TEST_CASE("a gain on every one of many topics is significant, a coin's is not") {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<double> c;
    for (int i = 0; i < 40; ++i) {
        a.push_back(0.5);
        b.push_back(0.45);
        c.push_back(i % 2 == 0 ? 0.55 : 0.45);
    }
    CHECK(randomisation_test(a, b) < 0.001);
    CHECK(randomisation_test(a, c) > 0.5);
}

TEST_CASE("the same seed gives the same result, and it is never 0") {
    const std::vector<double> a = {0.9, 0.8, 0.7, 0.9};
    const std::vector<double> b = {0.1, 0.3, 0.6, 0.95};
    CHECK(randomisation_test(a, b, 1000, 7) == randomisation_test(a, b, 1000, 7));
    CHECK(randomisation_test(a, b, 0) == 1.0);
    CHECK(randomisation_test(a, b, 1000) > 0);
}
