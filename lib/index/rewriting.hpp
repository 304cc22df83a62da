#pragma once

#include <cstdint>

#include "index/pipeline.hpp"
#include "index/xapian.hpp"
#include "kb/maintenance.hpp"

namespace kb::index {

/// How maintenance adds `total` documents.
AddOptions add_options(const MaintenanceOptions& options, std::uint64_t total);

/// Analyses documents into a database that is nobody's yet, and commits. Returns how many there
/// were of different ids. Throws Error(cancelled), what `documents` and Xapian throw.
std::uint64_t write_anew(const DocumentSource& documents, std::uint64_t total,
                         Xapian::WritableDatabase to, const MaintenanceOptions& options);

}  // namespace kb::index
