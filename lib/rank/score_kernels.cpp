#include "rank/score_kernels.hpp"

#include <algorithm>
#include <bit>
#include <limits>

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

[[gnu::always_inline]] inline std::size_t count_all(const std::uint64_t* words, std::size_t begin,
                                                    std::size_t end) {
    constexpr std::size_t word_bits = 64;
    if (begin >= end) return 0;
    const std::size_t last = (end - 1) / word_bits;
    const std::uint64_t from = ~std::uint64_t{0} << begin % word_bits;
    const std::uint64_t up_to = ~std::uint64_t{0} >> (word_bits - 1 - (end - 1) % word_bits);
    std::size_t word = begin / word_bits;
    if (word == last) return static_cast<std::size_t>(std::popcount(words[word] & from & up_to));
    auto count = static_cast<std::size_t>(std::popcount(words[word] & from));
    while (++word < last)
        count += static_cast<std::size_t>(std::popcount(words[word]));
    return count + static_cast<std::size_t>(std::popcount(words[last] & up_to));
}

std::size_t count_bits_portably(const std::uint64_t* words, std::size_t begin, std::size_t end) {
    return count_all(words, begin, end);
}

[[gnu::always_inline]] inline void add_all(std::span<const std::uint16_t> codes, float unit,
                                           std::span<float> sums) {
    for (std::size_t i = 0; i < codes.size(); ++i)
        sums[i] += unit * static_cast<float>(codes[i]);
}

[[gnu::always_inline]] inline void require_all(std::span<const std::uint16_t> codes, float unit,
                                               std::span<float> sums) {
    constexpr float never = -std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < codes.size(); ++i)
        sums[i] += codes[i] == 0 ? never : unit * static_cast<float>(codes[i]);
}

void add_bounds_portably(std::span<const std::uint16_t> codes, float unit, std::span<float> sums) {
    add_all(codes, unit, sums);
}

void require_bounds_portably(std::span<const std::uint16_t> codes, float unit,
                             std::span<float> sums) {
    require_all(codes, unit, sums);
}

std::size_t choose_portably(std::span<const float> sums, float least, std::uint32_t* chosen) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        chosen[count] = static_cast<std::uint32_t>(i);
        count += sums[i] >= least ? 1U : 0U;  // not branched on: nobody could guess it
    }
    return count;
}

constexpr ScoreKernels portable = {score_portably, add_bounds_portably, require_bounds_portably,
                                   choose_portably, count_bits_portably};

#if defined(__x86_64__)

/// Exact for every number.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256d to_doubles(__m128i numbers) {
    // The bits of 2^52 + number, for any number below 2^32.
    const __m256d base = _mm256_set1_pd(0x1p52);
    const __m256i bits = _mm256_or_si256(_mm256_cvtepu32_epi64(numbers), _mm256_castpd_si256(base));
    return _mm256_sub_pd(_mm256_castsi256_pd(bits), base);
}

[[gnu::target("avx2"), gnu::always_inline]] inline __m128i load_masked(const std::uint32_t* from,
                                                                       __m128i mask) {
    return _mm_maskload_epi32(reinterpret_cast<const int*>(from), mask);
}

/// Four at a time; what is left over, by lanes that are masked out.
[[gnu::target("avx2")]] void score_with_avx2(const Bm25Scorer& scorer,
                                             std::span<const std::uint32_t> ordinals,
                                             std::span<const std::uint32_t> wdfs,
                                             std::span<const std::uint32_t> lengths,
                                             double* scores) {
    constexpr std::size_t lanes = 4;
    const __m256d numerator = _mm256_set1_pd(scorer.numerator());
    const __m256d constant = _mm256_set1_pd(scorer.constant());
    const __m256d per_length = _mm256_set1_pd(scorer.per_length());
    const auto* const table = reinterpret_cast<const int*>(lengths.data());
    const __m128i places = _mm_setr_epi32(0, 1, 2, 3);
    for (std::size_t i = 0; i < ordinals.size(); i += lanes) {
        const auto left = static_cast<int>(std::min(ordinals.size() - i, lanes));
        const __m128i mask = _mm_cmpgt_epi32(_mm_set1_epi32(left), places);
        const __m128i of = load_masked(ordinals.data() + i, mask);
        const __m256d length =
            to_doubles(_mm_mask_i32gather_epi32(_mm_setzero_si128(), table, of, mask, 4));
        const __m256d wdf = to_doubles(load_masked(wdfs.data() + i, mask));
        const __m256d divisor =
            _mm256_add_pd(_mm256_add_pd(wdf, constant), _mm256_mul_pd(per_length, length));
        const __m256d quotient = _mm256_div_pd(_mm256_mul_pd(numerator, wdf), divisor);
        const __m256d positive = _mm256_cmp_pd(wdf, _mm256_setzero_pd(), _CMP_GT_OQ);
        _mm256_maskstore_pd(scores + i, _mm256_cvtepi32_epi64(mask),
                            _mm256_and_pd(quotient, positive));
    }
}

[[gnu::target("avx2")]] void add_bounds_with_avx2(std::span<const std::uint16_t> codes, float unit,
                                                  std::span<float> sums) {
    add_all(codes, unit, sums);
}

[[gnu::target("avx2")]] void require_bounds_with_avx2(std::span<const std::uint16_t> codes,
                                                      float unit, std::span<float> sums) {
    require_all(codes, unit, sums);
}

[[gnu::target("avx2")]] std::size_t choose_with_avx2(std::span<const float> sums, float least,
                                                     std::uint32_t* chosen) {
    constexpr std::size_t lanes = 8;
    const __m256 enough = _mm256_set1_ps(least);
    std::size_t count = 0;
    std::size_t i = 0;
    for (; i + lanes <= sums.size(); i += lanes) {
        const __m256 above = _mm256_cmp_ps(_mm256_loadu_ps(sums.data() + i), enough, _CMP_GE_OQ);
        auto bits = static_cast<unsigned>(_mm256_movemask_ps(above));
        for (; bits != 0; bits &= bits - 1)
            chosen[count++] =
                static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    for (; i < sums.size(); ++i) {
        chosen[count] = static_cast<std::uint32_t>(i);
        count += sums[i] >= least ? 1U : 0U;
    }
    return count;
}

/// Every processor with AVX2 has the instruction.
[[gnu::target("popcnt")]] std::size_t count_bits_with_popcnt(const std::uint64_t* words,
                                                             std::size_t begin, std::size_t end) {
    return count_all(words, begin, end);
}

constexpr ScoreKernels avx2 = {score_with_avx2, add_bounds_with_avx2, require_bounds_with_avx2,
                               choose_with_avx2, count_bits_with_popcnt};

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
