#pragma once

#include <string>

#include "kb/results.hpp"
#include "output/search_options.hpp"

namespace kb::tools {

/// The results in one of the formats for programs (not OutputFormat::text): valid UTF-8 without
/// control characters other than the tabs and newlines of the format.
/// - ids, urls: one a line, in the order of rank; a document without a link has no line in urls.
/// - tsv: rank, score, id, kind, date (2023-11-27), title, url.
/// - trec: `0 Q0 id rank score kb`, white space in ids percent-encoded.
std::string machine_output(const Results& results, OutputFormat format);

}  // namespace kb::tools
