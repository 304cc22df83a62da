#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/common_options.hpp"
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
};

/// Reads the command line of kbsearch. Throws UsageError.
SearchOptions parse_search_options(const std::vector<std::string>& tokens);

/// The help text of kbsearch.
std::string search_help();

}  // namespace kb::tools
