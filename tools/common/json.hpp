#pragma once

#include <string>
#include <string_view>

namespace kb::tools {

/// The text as a JSON string with its quotes, defused by printable().
std::string json_string(std::string_view text);

/// One line of JSON with what printable() would replace written as \u escapes: the same values,
/// safe to show.
std::string defused_json(std::string json);

}  // namespace kb::tools
