#include "rank/score_kernels.hpp"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kb::rank {

namespace {

/// Written once; compiled for each kind of machine that calls it.
[[gnu::always_inline]] inline void score_all(const Bm25Scorer& scorer,
                                             std::span<const std::uint32_t> ordinals,
                                             std::span<const std::uint32_t> wdfs,
                                             std::span<const std::uint32_t> lengths,
                                             double* scores) {
    const Bm25Scorer local = scorer;  // so that the compiler need not fear that scores overlap it
    const std::uint32_t* const of = lengths.data();
    for (std::size_t i = 0; i < ordinals.size(); ++i)
        scores[i] = local.score(wdfs[i], of[ordinals[i]]);
}

void score_portably(const Bm25Scorer& scorer, std::span<const std::uint32_t> ordinals,
                    std::span<const std::uint32_t> wdfs, std::span<const std::uint32_t> lengths,
                    double* scores) {
    score_all(scorer, ordinals, wdfs, lengths, scores);
}

CellBits at_least_portably(const CellScores& scores, double limit) {
    CellBits found;
    for (std::size_t word = 0; word < CellBits::word_count; ++word) {
        std::uint64_t bits = 0;
        for (unsigned bit = 0; bit < CellBits::word_bits; ++bit) {
            const bool reached = scores[word * CellBits::word_bits + bit] >= limit;
            bits |= std::uint64_t{reached} << bit;
        }
        found.words[word] = bits;
    }
    return found;
}

[[gnu::always_inline]] inline std::size_t count_all(const std::uint64_t* words, std::size_t begin,
                                                    std::size_t end) {
    constexpr std::size_t word_bits = 64;
    if (begin >= end) return 0;
    const std::size_t last = (end - 1) / word_bits;
    const std::uint64_t from = ~std::uint64_t{0} << begin % word_bits;
    const std::uint64_t up_to = ~std::uint64_t{0} >> (word_bits - 1 - (end - 1) % word_bits);
    std::size_t word = begin / word_bits;
    if (word == last)
        return static_cast<std::size_t>(std::popcount(words[word] & from & up_to));
    auto count = static_cast<std::size_t>(std::popcount(words[word] & from));
    while (++word < last)
        count += static_cast<std::size_t>(std::popcount(words[word]));
    return count + static_cast<std::size_t>(std::popcount(words[last] & up_to));
}

std::size_t count_bits_portably(const std::uint64_t* words, std::size_t begin, std::size_t end) {
    return count_all(words, begin, end);
}

constexpr ScoreKernels portable = {score_portably, at_least_portably, count_bits_portably};

#if defined(__x86_64__)

[[gnu::target("avx2")]] void score_with_avx2(const Bm25Scorer& scorer,
                                             std::span<const std::uint32_t> ordinals,
                                             std::span<const std::uint32_t> wdfs,
                                             std::span<const std::uint32_t> lengths,
                                             double* scores) {
    score_all(scorer, ordinals, wdfs, lengths, scores);
}

[[gnu::target("avx2")]] CellBits at_least_with_avx2(const CellScores& scores, double limit) {
    constexpr std::size_t lanes = 4;
    const __m256d limits = _mm256_set1_pd(limit);
    CellBits found;
    for (std::size_t word = 0; word < CellBits::word_count; ++word) {
        const double* const from = scores.data() + word * CellBits::word_bits;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < CellBits::word_bits; i += lanes) {
            const __m256d reached = _mm256_cmp_pd(_mm256_loadu_pd(from + i), limits, _CMP_GE_OQ);
            bits |= static_cast<std::uint64_t>(_mm256_movemask_pd(reached)) << i;
        }
        found.words[word] = bits;
    }
    return found;
}

/// Every processor with AVX2 has the instruction.
[[gnu::target("popcnt")]] std::size_t count_bits_with_popcnt(const std::uint64_t* words,
                                                             std::size_t begin, std::size_t end) {
    return count_all(words, begin, end);
}

constexpr ScoreKernels avx2 = {score_with_avx2, at_least_with_avx2, count_bits_with_popcnt};

#endif

}  // namespace

const ScoreKernels& portable_kernels() {
    return portable;
}

const ScoreKernels* avx2_kernels() {
#if defined(__x86_64__)
    const bool supported =
        __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("popcnt") != 0;
    return supported ? &avx2 : nullptr;
#else
    return nullptr;
#endif
}

const ScoreKernels& best_kernels() {
    static const ScoreKernels& best = avx2_kernels() != nullptr ? *avx2_kernels() : portable;
    return best;
}

}  // namespace kb::rank
