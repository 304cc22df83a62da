#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kb/evaluation.hpp"

namespace kb {

namespace {

constexpr std::size_t cutoff = 10;
constexpr std::size_t recall_cutoff = 100;

constexpr std::array<MeasureInfo, 5> all_measures = {{
    {"nDCG@10", &Measures::ndcg_10},
    {"MAP", &Measures::average_precision},
    {"MRR@10", &Measures::reciprocal_rank_10},
    {"P@10", &Measures::precision_10},
    {"Recall@100", &Measures::recall_100},
}};

double discounted(int grade, std::size_t rank) {
    return grade > 0 ? grade / std::log2(1.0 + static_cast<double>(rank)) : 0.0;
}

/// The discounted gain of the best ranking that there could be.
double ideal_gain(const Judgements& judgements) {
    std::vector<int> grades;
    for (const auto& [id, grade] : judgements)
        grades.push_back(grade);
    std::sort(grades.begin(), grades.end(), std::greater<>());
    double gain = 0;
    for (std::size_t i = 0; i < std::min(grades.size(), cutoff); ++i)
        gain += discounted(grades[i], i + 1);
    return gain;
}

/// What is summed up while walking down a ranking.
struct Sums {
    double gain = 0;
    double precision = 0;
    double first = 0;  ///< reciprocal rank of the first relevant document within the cutoff
    std::size_t relevant = 0;
    std::size_t relevant_10 = 0;
    std::size_t relevant_100 = 0;

    void add(std::size_t rank, int grade) {
        if (rank <= cutoff) gain += discounted(grade, rank);
        if (grade <= 0) return;
        ++relevant;
        precision += static_cast<double>(relevant) / static_cast<double>(rank);
        if (rank <= cutoff && first == 0) first = 1.0 / static_cast<double>(rank);
        if (rank <= cutoff) ++relevant_10;
        if (rank <= recall_cutoff) ++relevant_100;
    }
};

}  // namespace

std::span<const MeasureInfo> measures() noexcept {
    return all_measures;
}

void order_as_trec_eval(std::vector<ScoredDocument>& ranking) {
    std::sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) {
        return a.score != b.score ? a.score > b.score : a.id > b.id;
    });
}

Measures measure(std::span<const ScoredDocument> ranking, const Judgements& judgements) {
    const auto relevant = static_cast<double>(
        std::count_if(judgements.begin(), judgements.end(),
                      [](const auto& judgement) { return judgement.second > 0; }));
    if (relevant == 0) return {};
    Sums sums;
    std::unordered_set<std::string_view> seen;
    for (const ScoredDocument& document : ranking) {
        if (!seen.insert(document.id).second) continue;
        const auto judgement = judgements.find(document.id);
        sums.add(seen.size(), judgement == judgements.end() ? 0 : judgement->second);
    }
    return {.ndcg_10 = sums.gain / ideal_gain(judgements),
            .average_precision = sums.precision / relevant,
            .reciprocal_rank_10 = sums.first,
            .precision_10 = static_cast<double>(sums.relevant_10) / cutoff,
            .recall_100 = static_cast<double>(sums.relevant_100) / relevant};
}

Measures mean(std::span<const Measures> topics) {
    Measures sums;
    if (topics.empty()) return sums;
    for (const MeasureInfo& info : all_measures) {
        for (const Measures& topic : topics)
            sums.*info.value += topic.*info.value;
        sums.*info.value /= static_cast<double>(topics.size());
    }
    return sums;
}

}  // namespace kb
