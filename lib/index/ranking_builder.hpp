#pragma once

#include <filesystem>
#include <string>

#include "index/xapian.hpp"

namespace kb::index {

/// Terms that no ranking file holds: identities, which are as many as documents, and the stories
/// and candidates for near-duplicates, which no query asks for.
bool is_kept_out_of_ranking(const std::string& term);

/// Writes the ranking file of a database's present commit: every term but those above; the columns
/// that queries sort, range, collapse and count by. Streams: memory for some fifty bytes a
/// document, thirty a term. Returns the last docid in it. Throws Error, what Xapian throws.
Xapian::docid build_ranking_file(const Xapian::Database& database,
                                 const std::filesystem::path& path, const std::string& identity);

}  // namespace kb::index
