#pragma once

#include <cstddef>
#include <string>

#include "common/numbers.hpp"
#include "kb/display.hpp"
#include "kb/results.hpp"

namespace kb::tools {

/// The value and what it is, without the details.
inline std::string explanation_line(const Explanation& explanation) {
    return shortest(explanation.value) + "  " + explanation.description;
}

/// The whole tree, safe to print, a line a node, each level two spaces further in.
inline std::string explanation_tree(const Explanation& explanation, std::size_t indent) {
    std::string text = std::string(indent, ' ') + printable(explanation_line(explanation)) + "\n";
    for (const Explanation& detail : explanation.details)
        text += explanation_tree(detail, indent + 2);
    return text;
}

}  // namespace kb::tools
