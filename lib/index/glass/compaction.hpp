#pragma once

#include <filesystem>
#include <stop_token>

#include "index/glass/version_reader.hpp"

namespace kb::index::glass {

/// Writes the database of one commit anew into a directory that is there and empty: the same
/// entries in full blocks, none of which is free, under a new identity at first_revision. Documents
/// keep their numbers, and lists of terms are packed. Nothing is synchronised to the disk.
/// Memory: a few blocks, and an entry. Throws DamagedTable, Error(no_space, io, …), and soon after
/// `stop` asks for it Error(cancelled).
void compact_tables(const std::filesystem::path& from, const Version& version,
                    const std::filesystem::path& to, const std::stop_token& stop);

}  // namespace kb::index::glass
