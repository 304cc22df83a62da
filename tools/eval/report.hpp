#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kb/evaluation_run.hpp"

namespace kb::tools {

/// The measures of one run, a line each.
std::string text_report(const EvaluationRun& run);
/// The same as one JSON object.
std::string json_report(const EvaluationRun& run);

/// Two runs over the same topics side by side: means, significance, and the topics that differ most
/// in average precision, `a` after `b`; of the first of them, what `explain` says of how a profile
/// scores its best document.
using ExplainBest =
    std::function<std::optional<Explanation>(const std::string& profile, const std::string& query)>;
std::string text_comparison(const EvaluationRun& a, const EvaluationRun& b, const Qrels& qrels,
                            const ExplainBest& explain);
std::string json_comparison(const EvaluationRun& a, const EvaluationRun& b);

}  // namespace kb::tools
