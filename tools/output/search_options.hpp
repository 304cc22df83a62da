#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/common_options.hpp"
#include "common/completion.hpp"
#include "kb/searcher.hpp"

namespace kb::tools {

enum class OutputFormat : std::uint8_t { text, json, jsonl, ids, urls, tsv, trec };

/// What the command line of kbsearch asks for.
struct SearchOptions : CommonOptions {
    SearchRequest request;
    OutputFormat format = OutputFormat::text;
    bool count = false;
    std::optional<std::string> suggest;  ///< completions of this instead of a search
    bool query_given = false;
    bool query_help = false;
};

/// Reads the command line of kbsearch. Throws UsageError.
SearchOptions parse_search_options(const std::vector<std::string>& tokens);

/// What completes the last of these words of a command line of kbsearch.
Completions complete_search(const std::vector<std::string>& words);

/// The help text of kbsearch.
std::string search_help();
/// The query language, explained at length.
std::string query_help();

}  // namespace kb::tools
