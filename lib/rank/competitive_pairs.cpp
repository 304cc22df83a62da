#include "rank/competitive_pairs.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "rank/bm25.hpp"

namespace kb::rank {

namespace {

constexpr unsigned mantissa_bits = 11;

ShortNumber encode(std::uint64_t number, bool up) {
    const auto width = static_cast<unsigned>(std::bit_width(number));
    if (width <= mantissa_bits) return static_cast<ShortNumber>(number);
    const unsigned shift = width - mantissa_bits - 1;
    const bool rest = (number & ((std::uint64_t{1} << shift) - 1)) != 0;
    const std::uint64_t mantissa = (number >> shift) & ((std::uint64_t{1} << mantissa_bits) - 1);
    // A carry out of the mantissa moves into the exponent, as it should.
    const std::uint64_t code = (std::uint64_t{shift} + 1) << mantissa_bits | mantissa;
    return static_cast<ShortNumber>(code + (up && rest ? 1 : 0));
}

/// The occurrences that no other beats in both; wdf and length fall along it.
std::vector<Occurrence> skyline(std::vector<Occurrence> occurrences) {
    std::sort(occurrences.begin(), occurrences.end(), [](const auto& a, const auto& b) {
        return a.wdf != b.wdf ? a.wdf > b.wdf : a.length < b.length;
    });
    std::vector<Occurrence> best;
    for (const Occurrence& occurrence : occurrences) {
        if (best.empty() || occurrence.length < best.back().length) best.push_back(occurrence);
    }
    return best;
}

Occurrence joined(const Occurrence& a, const Occurrence& b) {
    return {std::max(a.wdf, b.wdf), std::min(a.length, b.length)};
}

/// How much looser the bound gets by joining two neighbours: judged by usual parameters. It decides
/// only how tight the bounds are, never whether they are right.
double loss(const Occurrence& a, const Occurrence& b, const Bm25Scorer& scorer) {
    const auto score = [&](const Occurrence& o) { return scorer.score(o.wdf, o.length); };
    return score(joined(a, b)) - std::max(score(a), score(b));
}

}  // namespace

ShortNumber round_down(std::uint32_t number) {
    return encode(number, false);
}

ShortNumber round_up(std::uint32_t number) {
    return encode(number, true);
}

CompetitivePairs competitive_pairs(std::vector<Occurrence> occurrences) {
    CompetitivePairs result;
    std::vector<Occurrence> best = skyline(std::move(occurrences));
    const Bm25Scorer scorer({}, best.back().length + 1.0, 1.0);
    while (best.size() > result.pairs.size()) {
        std::size_t closest = 0;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i + 1 < best.size(); ++i) {
            const double lost = loss(best[i], best[i + 1], scorer);
            if (lost < least) {
                least = lost;
                closest = i;
            }
        }
        best[closest] = joined(best[closest], best[closest + 1]);
        best.erase(best.begin() + static_cast<std::ptrdiff_t>(closest) + 1);
    }
    for (std::size_t i = 0; i < result.pairs.size(); ++i) {
        const Occurrence& occurrence = best[std::min(i, best.size() - 1)];
        result.pairs[i] = {round_up(occurrence.wdf), round_down(occurrence.length)};
    }
    return result;
}

}  // namespace kb::rank
