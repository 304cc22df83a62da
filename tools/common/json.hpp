#pragma once

#include <string>
#include <string_view>

namespace kb::tools {

/// The text as a JSON string with its quotes, defused by printable().
std::string json_string(std::string_view text);

}  // namespace kb::tools
