#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kb::tools {

/// Where the index is: as given, else $KB_DB, else $XDG_DATA_HOME/kb/index, else
/// ~/.local/share/kb/index. Throws UsageError if none of them says.
std::filesystem::path database_path(const std::optional<std::string>& given);

/// Sees to it that files made from now on are as open as the directory of the index is, and not
/// more: one that does not exist yet will be its owner's alone. The umask holds beyond that.
void protect_new_files(const std::filesystem::path& database);

}  // namespace kb::tools
