#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#pragma GCC visibility push(default)
namespace kb {

/// Parameters of BM25 (Robertson et al., "Okapi at TREC-3", 1994).
struct Bm25Parameters {
    double k1 = 1.2;  ///< term-frequency saturation, ≥ 0; 0 ignores how often a word occurs
    double b = 0.5;   ///< length normalisation, [0, 1]; 0 ignores the document's length
};

/// What is known of a document apart from its words, and how much it counts. Each prior gives at
/// most its weight times the best score by words among the results.
struct PriorParameters {
    double recency = 0;  ///< weight, ≥ 0; a document without a date gets nothing of it
    /// The age at which half of the recency is gone, > 0.
    std::chrono::hours half_age{24 * 365};
    double popularity = 0;  ///< weight, ≥ 0; by points and comments
};

/// Pseudo-relevance feedback: words that the best documents have in common are added to the query.
/// RM3 (Abdul-Jaleel et al., "UMass at TREC 2004").
struct FeedbackParameters {
    std::uint32_t documents = 0;  ///< whose words are taken; 0: no feedback
    std::uint32_t words = 40;     ///< that are added at most
    double query_share = 0.6;     ///< of the weight that the query's own words keep, (0, 1)
};

/// How the score of a document is made. A value, not a code path.
///
/// Documents rank by their words (BM25 over title, tags and text, rank/bm25.hpp). The best `window`
/// of them are looked at again: what is known of them apart from their words moves them among
/// themselves, never below the rest, so that paging is exact. No prior lifts a document above one
/// whose score by words is higher by more than (recency + popularity) times the best score by
/// words; only a title that equals the query does. With all of it at 0, words alone decide.
struct RankingProfile {
    Bm25Parameters bm25 = {};  ///< of the score by words
    /// What a function word ("how do I … the") of a query with others counts, (0, 1]; 1: as any
    /// word.
    double function_word_weight = 0.05;
    /// How many of the best documents are looked at again; 0: none, and none of the rest holds.
    std::uint32_t window = 20;
    PriorParameters priors = {.recency = 0.04, .popularity = 0.04};  ///< of the second look
    bool title_first = true;  ///< a title that equals the query comes first
    /// Of the parts of one page this many rank as they would alone; each further one less.
    std::uint32_t parts_of_a_page = 2;
    FeedbackParameters feedback = {};  ///< off unless the profile says so
};

/// The profile of that name, or nothing.
///   default   what a search uses unless told otherwise: the text, with gentle priors
///   classic   the text alone decides
///   fresh     news first: among what matches about as well, days count
///   recall    finds more: adds words that the best documents share (slower)
std::optional<RankingProfile> find_profile(std::string_view name) noexcept;

/// The names of all profiles, the default first.
std::span<const std::string_view> profile_names() noexcept;

/// What a document's score consists of, computed where it is scored. The score is total(), to the
/// last bit.
struct ScoreParts {
    double words = 0;       ///< ≥ 0: BM25 over the words of the query
    double title = 0;       ///< ≥ 0: the title equals the query
    double recency = 0;     ///< ≥ 0
    double popularity = 0;  ///< ≥ 0
    double crowding = 0;    ///< ≤ 0: other parts of the same page rank before it

    /// The score.
    double total() const noexcept { return words + title + recency + popularity + crowding; }
    bool operator==(const ScoreParts&) const = default;
};

}  // namespace kb
#pragma GCC visibility pop
