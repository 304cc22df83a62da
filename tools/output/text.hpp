#pragma once

#include <string>

#include "common/terminal.hpp"
#include "kb/results.hpp"

namespace kb::tools {

/// The results for a person: hits, then facets. `scores` adds each hit's score and id.
std::string text_output(const Results& results, const Terminal& terminal, bool scores);

/// "3 of 214 results in 0.41 ms".
std::string totals_line(const Results& results);

}  // namespace kb::tools
