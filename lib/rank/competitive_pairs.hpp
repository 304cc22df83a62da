#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace kb::rank {

/// How often a word occurs in a document, and how long the document is.
struct Occurrence {
    std::uint32_t wdf = 0;
    std::uint32_t length = 0;

    bool operator==(const Occurrence&) const = default;
};

/// A number in sixteen bits: exact below 4,096, with eleven significant bits above. The codes sort
/// as the numbers do.
using ShortNumber = std::uint16_t;
ShortNumber round_down(std::uint32_t number);
ShortNumber round_up(std::uint32_t number);
constexpr std::uint64_t value_of(ShortNumber code) {
    constexpr unsigned mantissa_bits = 11;
    constexpr std::uint64_t implied = std::uint64_t{1} << mantissa_bits;
    const std::uint64_t mantissa = code & (implied - 1);
    const unsigned exponent = code >> mantissa_bits;
    return exponent == 0 ? mantissa : (implied | mantissa) << (exponent - 1);
}

/// Bounds the score of every posting of a block under any scorer that rises in wdf and falls in
/// length: each posting has a pair of at least its wdf and at most its length.
struct CompetitivePairs {
    struct Pair {
        ShortNumber wdf = 0;
        ShortNumber length = 0;
    };
    std::array<Pair, 4> pairs;
};

/// The pairs for some postings (at least one): those that no other beats in both, the closest
/// joined until they are few enough.
CompetitivePairs competitive_pairs(std::vector<Occurrence> occurrences);

}  // namespace kb::rank
