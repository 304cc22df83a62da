#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kb::rank {

/// The numbers of the bounds that are not less than `least`, in about the order in which these
/// fall: of two whose bounds differ by more than a 256th of the greatest, the greater comes first.
/// Linear in their number.
std::vector<std::uint32_t> promising_first(std::span<const float> bounds, float least);

}  // namespace kb::rank
