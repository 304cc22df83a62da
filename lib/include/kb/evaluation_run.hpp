#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kb/evaluation.hpp"
#include "kb/results.hpp"
#include "kb/searcher.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// A way to answer a topic. One thread at a time.
class Ranker {
  public:
    virtual ~Ranker() = default;
    /// The best `limit` documents for a text in natural language, best first. Ends with
    /// Error(cancelled) soon after a stop.
    virtual std::vector<ScoredDocument> search(const std::string& text, std::size_t limit,
                                               std::stop_token stop) = 0;
    /// How the score of the best document is made; nothing without one, or if it cannot be said.
    virtual std::optional<Explanation> explain_best(const std::string& text);
};

/// The names that make_ranker knows: those of the profiles, the default first, and "bm25", the
/// textbook baseline that profiles are measured against.
std::vector<std::string_view> ranker_names();

/// A ranker by its name. Texts are searched for their words (what the query language reads as
/// syntax is none in natural language), without collapsing near-duplicates. Borrows the searcher.
/// The baseline reads all documents here. Throws Error(invalid_argument) for an unknown name.
std::unique_ptr<Ranker> make_ranker(const Searcher& searcher, std::string_view name);

/// What was found for one topic.
struct TopicResult {
    Topic topic;                          ///< what was asked
    std::vector<ScoredDocument> ranking;  ///< 1000 at most, ordered as trec_eval orders
    bool judged = false;                  ///< whether the judgements know the topic
    Measures measures;                    ///< all 0 where not judged
    double milliseconds = 0;              ///< for the first ten documents
};

/// What was found for all topics.
struct EvaluationRun {
    std::string profile;              ///< how the run is named
    std::vector<TopicResult> topics;  ///< in the order they were given

    /// Over the judged topics.
    Measures mean() const;
    std::size_t judged() const;  ///< topics that the judgements know
    /// The latency in milliseconds that a share of all topics stays within (nearest rank); 0
    /// without topics.
    double latency(double share) const;
};

/// Runs every topic. `profile` names the run. Scores are rounded to what a float holds, so that
/// every program that reads the run sees the same ties. Throws Error(cancelled) soon after a stop.
EvaluationRun evaluate(Ranker& ranker, const std::string& profile, const std::vector<Topic>& topics,
                       const Qrels& qrels, std::stop_token stop = {});

/// The rankings as trec_eval reads them: "topic Q0 document rank score profile" a line.
std::string to_trec(const EvaluationRun& run);

/// An id as a column of a TREC run: safe to print, without spaces.
std::string trec_column(std::string_view id);

}  // namespace kb
#pragma GCC visibility pop
