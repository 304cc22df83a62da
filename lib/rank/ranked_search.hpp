#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "rank/expression.hpp"
#include "rank/term_postings.hpp"
#include "rank/top_documents.hpp"
#include "rank/window.hpp"

namespace kb::rank {

/// The documents that are searched: views of columns by ordinal.
struct DocumentTable {
    std::uint32_t documents = 0;
    std::span<const std::uint32_t> lengths;
    std::span<const std::uint32_t> newness;
    /// A bit a document that is to be found; empty: all are.
    std::span<const std::uint64_t> live = {};
    /// Asked once a window or candidate, where given: when it says so, what was found so far
    /// stands.
    std::function<bool()> stop = {};

    /// Whether the document is to be found. Requires ordinal < documents.
    bool is_live(std::uint32_t ordinal) const {
        constexpr unsigned word_bits = WindowBits::word_bits;
        return live.empty() || (live[ordinal / word_bits] >> ordinal % word_bits & 1) != 0;
    }
};

/// How documents rank.
struct RankedRequest {
    std::size_t limit = 0;  ///< how many are wanted
    ScoringModel model = {};
    /// Near-duplicate groups by ordinal, 0: none. Of each group only the best counts. Empty: all
    /// do.
    std::span<const std::uint32_t> groups = {};
    /// Where not empty, documents rank by this, the greatest first, instead of by their scores.
    std::span<const double> sort_keys = {};
    /// Documents of a lower score (or key) are of no interest.
    double at_least = -std::numeric_limits<double>::infinity();
};

/// The best documents that match, best first, with exact scores: those of score_of(), in the total
/// order of better(). Where a document ranks by a key, that stands in place of its score.
///
/// Windows of documents are looked at in the order of the bounds of their scores, so that the
/// threshold rises fast and most are never touched. Within a window, lists whose bounds together
/// cannot lift a document over the threshold are only looked up for those that others did lift:
/// MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995) with the
/// bounds of blocks (Ding and Suel, "Faster top-k document retrieval using block-max indexes",
/// 2011). Throws DamagedFile.
std::vector<Ranked> best_documents(Expression& expression, const DocumentTable& table,
                                   const RankedRequest& request);

/// The score of a document that matches: the scores of its words added up in the order of the
/// expression. Throws DamagedFile.
double score_of(Expression& expression, const DocumentTable& table, const ScoringModel& model,
                std::uint32_t ordinal);

/// Calls visit(first ordinal, bits) for every window with documents that match, ascending. Throws
/// DamagedFile.
void for_each_match(Expression& expression, const DocumentTable& table,
                    const std::function<void(std::uint32_t, const WindowBits&)>& visit);

/// The number of documents that match. Throws DamagedFile.
std::uint64_t count_matches(Expression& expression, const DocumentTable& table);

}  // namespace kb::rank
