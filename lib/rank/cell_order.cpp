#include "rank/cell_order.hpp"

#include <algorithm>
#include <array>

#include "rank/score_kernels.hpp"

namespace kb::rank {

std::vector<std::uint32_t> promising_first(std::span<const float> bounds, float least) {
    std::vector<std::uint32_t> chosen(bounds.size() + ScoreKernels::room_behind);
    chosen.resize(best_kernels().choose(bounds, least, chosen.data()));
    if (chosen.size() < 2) return chosen;
    float most = 0;
    for (const std::uint32_t number : chosen)
        most = std::max(most, bounds[number]);
    // Numbers are put into buckets by their bounds, the first bucket for the greatest.
    constexpr std::size_t buckets = 256;
    const float low = std::max(least, 0.0F);
    const float scale = most > low ? (buckets - 1) / (most - low) : 0;
    const auto bucket_of = [&](std::uint32_t number) {
        return static_cast<std::size_t>((most - bounds[number]) * scale);
    };
    std::array<std::uint32_t, buckets + 1> begins = {};
    for (const std::uint32_t number : chosen)
        ++begins[bucket_of(number) + 1];
    for (std::size_t i = 1; i <= buckets; ++i)
        begins[i] += begins[i - 1];
    std::vector<std::uint32_t> ordered(chosen.size());
    for (const std::uint32_t number : chosen)
        ordered[begins[bucket_of(number)]++] = number;
    return ordered;
}

}  // namespace kb::rank
