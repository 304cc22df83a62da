#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "index/xapian.hpp"

namespace kb::index {

/// Opens the current generation for reading and checks its format. Throws Error.
Xapian::Database open_database(const std::filesystem::path& directory);

/// The same, also in a format that is too old to be searched but whose documents can be read.
Xapian::Database open_stored(const std::filesystem::path& directory);

/// Opens the current generation for writing, or makes the first one if there is no index and
/// `create` is set. The caller holds the writer's lock. Throws Error.
Xapian::WritableDatabase open_writable(const std::filesystem::path& directory, bool create);

/// Whether there are words, but no table of positions: Xapian takes one that has vanished for one
/// that never had entries.
bool lacks_positions(const Xapian::Database& database);

/// Everything in a database that is neither of a document nor about a ranking file: subscriptions
/// and the like; with the format that this version writes.
std::map<std::string, std::string> lasting_metadata(const Xapian::Database& database);

/// Throws Error(not_an_index, format_too_new, unsupported, corrupt) unless the database has a
/// format from `oldest` to the current one.
void check_format(const Xapian::Database& database, const std::filesystem::path& directory,
                  int oldest);

}  // namespace kb::index
