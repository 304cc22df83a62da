#pragma once

#include <cstdint>
#include <vector>

#include "rank/expression.hpp"

namespace kb::rank {

/// The documents of the rarest lists of which every match must be in one, ascending: all that match
/// and perhaps others, at most as many as estimate() says. Requires that this is less than there
/// are documents. Throws DamagedFile.
std::vector<std::uint32_t> candidates(Expression& expression);

/// Keeps those documents that match; ascending. Throws DamagedFile.
void keep_matches(Expression& expression, Precision precision, std::vector<std::uint32_t>& among);

}  // namespace kb::rank
