#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/evaluation.hpp"
#include "kb/searcher.hpp"

namespace kb::tools {

/// What one profile found for one topic.
struct TopicResult {
    Topic topic;
    std::vector<ScoredDocument> ranking;  ///< ordered as trec_eval orders
    bool judged = false;
    Measures measures;        ///< all 0 where not judged
    double milliseconds = 0;  ///< for the first ten documents
};

struct EvaluationRun {
    std::string profile;
    std::vector<TopicResult> topics;

    /// Over the judged topics.
    Measures mean() const;
    std::size_t judged() const;
    /// The latency that a share of all topics stays within (nearest rank); 0 without topics.
    double latency(double share) const;
};

/// A way to answer a topic.
class Ranker {
  public:
    virtual ~Ranker() = default;
    /// The best `limit` documents, best first.
    virtual std::vector<ScoredDocument> search(const std::string& query, std::size_t limit) = 0;
    /// How the score of the best document is made; nothing without one, or if it cannot be said.
    virtual std::optional<Explanation> explain_best(const std::string& /*query*/) {
        return std::nullopt;
    }
};

/// A ranker by the name of a profile, or the baseline. Borrows the searcher.
std::unique_ptr<Ranker> make_ranker(const Searcher& searcher, const std::string& profile);

/// Runs every topic. Scores are rounded to what a float holds, so that every program that reads the
/// run sees the same ties.
EvaluationRun evaluate(Ranker& ranker, const std::string& profile, const std::vector<Topic>& topics,
                       const Qrels& qrels);

/// The rankings as trec_eval reads them.
std::string run_file(const EvaluationRun& run);

}  // namespace kb::tools
