#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rank/bm25.hpp"

namespace kb::rank {

/// The loops that most of the time of a search goes to, as the machine does them best. All
/// variants give the same results to the bit: they do the same operations in the same order.
struct ScoreKernels {
    /// Entries behind the end that may be written over.
    static constexpr std::size_t room_behind = 8;

    /// scores[i] = the score of wdfs[i] in a document of lengths[ordinals[i]], for every i.
    /// Requires ordinals below lengths.size() and spans of the same size.
    void (*score)(const Bm25Scorer& scorer, std::span<const std::uint32_t> ordinals,
                  std::span<const std::uint32_t> wdfs, std::span<const std::uint32_t> lengths,
                  double* scores);
    /// Adds unit × codes[i] to sums[i]. Requires spans of the same size.
    void (*add_bounds)(std::span<const std::uint16_t> codes, float unit, std::span<float> sums);
    /// The same, but where a code is 0 the sum becomes -infinity.
    void (*require_bounds)(std::span<const std::uint16_t> codes, float unit, std::span<float> sums);
    /// Writes the numbers of the sums that are not less than `least`, ascending, and returns how
    /// many. `chosen` has room for all, and room_behind.
    std::size_t (*choose)(std::span<const float> sums, float least, std::uint32_t* chosen);
    /// How many of the bits from `begin` up to `end`, exclusive, are set.
    std::size_t (*count_bits)(const std::uint64_t* words, std::size_t begin, std::size_t end);
};

/// Plain C++, for any machine.
const ScoreKernels& portable_kernels();
/// For AVX2, or null where this machine (or compiler) has none.
const ScoreKernels* avx2_kernels();
/// The best that this machine runs; looked up once.
const ScoreKernels& best_kernels();

}  // namespace kb::rank
