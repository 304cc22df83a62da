#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "kb/evaluation.hpp"

using namespace kb;

namespace {

using Ranking = std::vector<ScoredDocument>;

/// A ranking of these documents in this order.
Ranking ranked(const std::vector<std::string>& ids) {
    Ranking ranking;
    for (const std::string& id : ids)
        ranking.push_back({id, 100.0 - static_cast<double>(ranking.size())});
    return ranking;
}

Ranking numbered(int from, int to) {
    std::vector<std::string> ids;
    for (int i = from; i <= to; ++i)
        ids.push_back("d" + std::to_string(i));
    return ranked(ids);
}

}  // namespace

TEST_CASE("the figures that trec_eval's Python interface publishes for its example") {
    // The README of pytrec_eval, which wraps trec_eval itself; its ndcg has no cutoff, which three
    // documents do not reach.
    Ranking first = {{"d1", 1.0}, {"d2", 0.0}, {"d3", 1.5}};
    Ranking second = {{"d1", 1.5}, {"d2", 0.2}, {"d3", 0.5}};
    order_as_trec_eval(first);
    order_as_trec_eval(second);
    const Measures one = measure(first, {{"d1", 0}, {"d2", 1}, {"d3", 0}});
    const Measures two = measure(second, {{"d2", 1}, {"d3", 1}});
    CHECK(one.ndcg_10 == doctest::Approx(0.5).epsilon(1e-12));
    CHECK(one.average_precision == doctest::Approx(0.3333333333333333).epsilon(1e-12));
    CHECK(two.ndcg_10 == doctest::Approx(0.6934264036172708).epsilon(1e-12));
    CHECK(two.average_precision == doctest::Approx(0.5833333333333333).epsilon(1e-12));
}

TEST_CASE("measures of a small ranking, computed by hand") {
    const Judgements judgements = {{"a", 3}, {"b", 0}, {"c", 1}, {"missed", 2}, {"spam", -2}};
    const Measures measures = measure(ranked({"b", "a", "x", "spam", "c"}), judgements);
    const double gain = 3 / std::log2(3.0) + 1 / std::log2(6.0);
    const double ideal = 3 + 2 / std::log2(3.0) + 1 / std::log2(4.0);
    CHECK(measures.ndcg_10 == doctest::Approx(gain / ideal).epsilon(1e-12));
    CHECK(measures.average_precision == doctest::Approx((1.0 / 2 + 2.0 / 5) / 3).epsilon(1e-12));
    CHECK(measures.reciprocal_rank_10 == 0.5);
    CHECK(measures.precision_10 == 0.2);
    CHECK(measures.recall_100 == doctest::Approx(2.0 / 3).epsilon(1e-12));
}

TEST_CASE("equal scores are ordered by falling id, as trec_eval does") {
    Ranking ranking = {{"a", 1.0}, {"c", 1.0}, {"b", 1.0}, {"z", 0.5}};
    order_as_trec_eval(ranking);
    CHECK(ranking == Ranking{{"c", 1.0}, {"b", 1.0}, {"a", 1.0}, {"z", 0.5}});
}

TEST_CASE("cutoffs: what stands at the last place counts, what stands after it does not") {
    const Judgements tenth = {{"d10", 1}};
    const Judgements eleventh = {{"d11", 1}};
    CHECK(measure(numbered(1, 200), tenth).precision_10 == 0.1);
    CHECK(measure(numbered(1, 200), tenth).reciprocal_rank_10 == 0.1);
    CHECK(measure(numbered(1, 200), tenth).ndcg_10 ==
          doctest::Approx(1 / std::log2(11.0)).epsilon(1e-12));
    CHECK(measure(numbered(1, 200), eleventh).precision_10 == 0);
    CHECK(measure(numbered(1, 200), eleventh).reciprocal_rank_10 == 0);
    CHECK(measure(numbered(1, 200), eleventh).ndcg_10 == 0);
    CHECK(measure(numbered(1, 200), {{"d100", 1}, {"d101", 1}}).recall_100 == 0.5);
    CHECK(measure(numbered(1, 200), {{"d200", 1}}).average_precision == 1.0 / 200);
}

TEST_CASE("the ideal gain takes no more than ten documents") {
    Judgements judgements;
    for (int i = 1; i <= 30; ++i)
        judgements["d" + std::to_string(i)] = 1;
    CHECK(measure(numbered(1, 10), judgements).ndcg_10 == doctest::Approx(1.0).epsilon(1e-12));
}

TEST_CASE("a document counts once, where it first stands") {
    const Judgements judgements = {{"a", 1}, {"b", 1}};
    CHECK(measure(ranked({"a", "a", "b"}), judgements) == measure(ranked({"a", "b"}), judgements));
}

TEST_CASE("nothing found, nothing relevant: every measure is 0") {
    CHECK(measure({}, {{"a", 1}}) == Measures{});
    CHECK(measure(ranked({"a"}), {{"a", 0}}) == Measures{});
    CHECK(measure(ranked({"a"}), {}) == Measures{});
    CHECK(mean({}) == Measures{});
}

TEST_CASE("the mean is that of each measure") {
    const std::vector<Measures> topics = {{.ndcg_10 = 1, .recall_100 = 0.5}, {.ndcg_10 = 0.5}};
    CHECK(mean(topics) == Measures{.ndcg_10 = 0.75, .recall_100 = 0.25});
}
