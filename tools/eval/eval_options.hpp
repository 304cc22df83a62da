#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/common_options.hpp"
#include "common/completion.hpp"

namespace kb::tools {

enum class EvalFormat : std::uint8_t { text, json };

/// What the command line of kbeval asks for.
struct EvalOptions : CommonOptions {
    std::string queries;             ///< file of topics
    std::string qrels;               ///< file of judgements
    std::optional<std::string> run;  ///< where to write the rankings
    /// The profile to measure, or the two to compare.
    std::vector<std::string> profiles;
    EvalFormat format = EvalFormat::text;
};

/// Reads the command line of kbeval. Throws UsageError.
EvalOptions parse_eval_options(const std::vector<std::string>& tokens);

/// What completes the last of these words of a command line of kbeval.
Completions complete_eval(const std::vector<std::string>& words);

/// The help text of kbeval.
std::string eval_help();

}  // namespace kb::tools
