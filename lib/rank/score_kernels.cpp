#include "rank/score_kernels.hpp"

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

WindowBits at_least_portably(const WindowScores& scores, double limit) {
    WindowBits found;
    for (std::size_t word = 0; word < WindowBits::word_count; ++word) {
        std::uint64_t bits = 0;
        for (unsigned bit = 0; bit < WindowBits::word_bits; ++bit) {
            const bool reached = scores[word * WindowBits::word_bits + bit] >= limit;
            bits |= std::uint64_t{reached} << bit;
        }
        found.words[word] = bits;
    }
    return found;
}

constexpr ScoreKernels portable = {score_portably, at_least_portably};

#if defined(__x86_64__)

[[gnu::target("avx2")]] void score_with_avx2(const Bm25Scorer& scorer,
                                             std::span<const std::uint32_t> ordinals,
                                             std::span<const std::uint32_t> wdfs,
                                             std::span<const std::uint32_t> lengths,
                                             double* scores) {
    score_all(scorer, ordinals, wdfs, lengths, scores);
}

[[gnu::target("avx2")]] WindowBits at_least_with_avx2(const WindowScores& scores, double limit) {
    constexpr std::size_t lanes = 4;
    const __m256d limits = _mm256_set1_pd(limit);
    WindowBits found;
    for (std::size_t word = 0; word < WindowBits::word_count; ++word) {
        const double* const from = scores.data() + word * WindowBits::word_bits;
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < WindowBits::word_bits; i += lanes) {
            const __m256d reached = _mm256_cmp_pd(_mm256_loadu_pd(from + i), limits, _CMP_GE_OQ);
            bits |= static_cast<std::uint64_t>(_mm256_movemask_pd(reached)) << i;
        }
        found.words[word] = bits;
    }
    return found;
}

constexpr ScoreKernels avx2 = {score_with_avx2, at_least_with_avx2};

#endif

}  // namespace

const ScoreKernels& portable_kernels() {
    return portable;
}

const ScoreKernels* avx2_kernels() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0 ? &avx2 : nullptr;
#else
    return nullptr;
#endif
}

const ScoreKernels& best_kernels() {
    static const ScoreKernels& best = avx2_kernels() != nullptr ? *avx2_kernels() : portable;
    return best;
}

}  // namespace kb::rank
