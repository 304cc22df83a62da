#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb::index::glass {

/// What Xapian deflated, as it does with long tags; nothing if it did not write these bytes, or if
/// they hold more than `most` bytes.
std::optional<std::string> inflate(std::string_view deflated, std::size_t most);

}  // namespace kb::index::glass
