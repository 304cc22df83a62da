#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kb::tools {

/// Where the index is: as given, else $KB_DB, else $XDG_DATA_HOME/kb/index, else
/// ~/.local/share/kb/index. Throws UsageError if none of them says.
std::filesystem::path database_path(const std::optional<std::string>& given);

/// Makes the directories above the index. Throws kb::Error.
void create_parent_directories(const std::filesystem::path& database);

}  // namespace kb::tools
