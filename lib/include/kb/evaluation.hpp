#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

/// One query of a retrieval test collection.
struct Topic {
    std::string id;    ///< unique within its collection
    std::string text;  ///< what was asked

    bool operator==(const Topic&) const = default;
};

/// How relevant the documents are that were judged for one topic: document id → grade. A grade of
/// at least 1 is relevant; 0 and below are not, and neither is what was not judged.
using Judgements = std::map<std::string, int, std::less<>>;
/// Topic id → its judgements.
using Qrels = std::map<std::string, Judgements, std::less<>>;

/// Reads topics: `id TAB text` a line; empty lines are skipped. Throws Error(invalid_argument) that
/// names the line for one without a TAB or with an id seen before.
std::vector<Topic> parse_topics(std::string_view tsv);

/// Reads judgements as TREC writes them: `topic iteration document grade` a line, separated by
/// white space; empty lines are skipped, of repeated ones the last counts. Throws
/// Error(invalid_argument) that names the line.
Qrels parse_qrels(std::string_view qrels);

/// A document that a system returned for a topic.
struct ScoredDocument {
    std::string id;    ///< of the document
    double score = 0;  ///< higher is better

    bool operator==(const ScoredDocument&) const = default;
};

/// How well one ranking answers one topic, each measure as trec_eval defines it; all in [0, 1].
struct Measures {
    double ndcg_10 = 0;            ///< trec_eval ndcg_cut.10: gain = grade, discount log2(1 + rank)
    double average_precision = 0;  ///< map: over the whole ranking; its mean is MAP
    double reciprocal_rank_10 = 0;  ///< recip_rank of the first 10: 1 / rank of the first relevant
    double precision_10 = 0;        ///< P.10: divided by 10 even where fewer are returned
    double recall_100 = 0;          ///< recall.100

    bool operator==(const Measures&) const = default;
};

/// One measure by its name in tables and JSON.
struct MeasureInfo {
    std::string_view name;    ///< "nDCG@10"
    double Measures::*value;  ///< where it stands
};
/// All measures in the order in which they are shown.
std::span<const MeasureInfo> measures() noexcept;

/// Orders as trec_eval does, which looks at nothing but scores and ids: by falling score, equal
/// scores by falling id (bytewise).
void order_as_trec_eval(std::vector<ScoredDocument>& ranking);

/// The measures of a ranking, best first, in its order; each document counts once, where it first
/// stands. With no relevant document all are 0, as in trec_eval. O(n log n).
Measures measure(std::span<const ScoredDocument> ranking, const Judgements& judgements);

/// The arithmetic mean of each measure; all 0 for none.
Measures mean(std::span<const Measures> topics);

/// A two-sided paired randomisation test (Fisher; Smucker, Allan, Carterette, CIKM 2007): the share
/// of `rounds` random exchanges of a[i] and b[i] that differ in mean at least as much as `a` and
/// `b` do, counting the observed one. In (0, 1]; small: the difference is hardly chance. The same
/// seed gives the same result everywhere. Requires a.size() == b.size(). O(size · rounds).
double randomisation_test(std::span<const double> a, std::span<const double> b,
                          std::uint32_t rounds = 20'000, std::uint64_t seed = 1);

}  // namespace kb
#pragma GCC visibility pop
