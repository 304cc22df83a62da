#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace kb::index::glass {

/// Appends the positions of a term in a document as glass keeps them: the last one, then the others
/// by interpolative coding (Moffat and Stuiver 2000). They ascend strictly and there is at least
/// one.
void append_positions(std::string& to, std::span<const std::uint32_t> positions);

/// Calls `take` with each position of such a list, ascending. False if the bytes are none, which
/// may turn out at the end; more than most_positions are none.
bool read_positions(std::string_view bytes, const std::function<void(std::uint32_t)>& take);
inline constexpr std::uint32_t most_positions = std::uint32_t{1} << 28;

}  // namespace kb::index::glass
