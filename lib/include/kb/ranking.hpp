#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace kb {

/// Parameters of BM25 (Robertson et al., "Okapi at TREC-3", 1994).
struct Bm25Parameters {
    double k1 = 1.2;  ///< term-frequency saturation, ≥ 0; 0 ignores how often a word occurs
    double b = 0.5;   ///< length normalisation, [0, 1]; 0 ignores the document's length
};

/// How the score of a document is made. A value, not a code path.
struct RankingProfile {
    Bm25Parameters bm25 = {};
};

/// The profile of that name, or nothing.
///   default   what a search uses unless told otherwise
///   classic   the text alone decides
std::optional<RankingProfile> find_profile(std::string_view name) noexcept;

/// The names of all profiles, the default first.
std::span<const std::string_view> profile_names() noexcept;

}  // namespace kb
