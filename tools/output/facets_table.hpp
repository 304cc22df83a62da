#pragma once

#include <string>
#include <vector>

#include "common/terminal.hpp"
#include "kb/results.hpp"

namespace kb::tools {

/// The facets as tables of value, count and bar that fit the terminal; at most ten rows a facet.
std::string facets_table(const std::vector<Facet>& facets, const Terminal& terminal);

}  // namespace kb::tools
