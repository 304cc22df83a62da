#pragma once

#include "kb/ranking.hpp"
#include "kb/results.hpp"

namespace kb::search {

/// The explanation of a whole score: that of its words, and beside it what else moved the document,
/// as it was computed when the document was ranked. The root's value is parts.total().
Explanation explain_parts(Explanation words, const ScoreParts& parts);

}  // namespace kb::search
