#pragma once

#include <filesystem>
#include <string_view>

#include "index/xapian.hpp"

namespace kb::index::glass {

/// Whether the bytes of a version file of the format that kb knows can be what Xapian wrote: Xapian
/// itself believes damaged ones and crashes. Other formats are left to Xapian's judgement.
bool is_plausible_version(std::string_view bytes);

/// Throws Xapian::DatabaseCorruptError if the version file in a directory is not plausible; one
/// that cannot be read is left to Xapian, too.
void require_plausible_version(const std::filesystem::path& directory);

/// Opens a generation for reading, its version file being plausible. Throws Xapian::Error.
Xapian::Database open_tables(const std::filesystem::path& generation);

}  // namespace kb::index::glass
