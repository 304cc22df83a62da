#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace kb::index::glass {

/// Appends the positions of a term in a document as glass keeps them: the last one, then the others
/// by interpolative coding (Moffat and Stuiver 2000). They ascend strictly and there is at least
/// one.
void append_positions(std::string& to, std::span<const std::uint32_t> positions);

}  // namespace kb::index::glass
