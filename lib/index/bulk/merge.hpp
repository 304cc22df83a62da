#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "index/bulk/run.hpp"
#include "index/bulk/scratch_file.hpp"
#include "index/xapian.hpp"

namespace kb::index::bulk {

using Metadata = std::map<std::string, std::string>;

/// What is to become a database: runs of documents 1, 2, 3 … without gaps.
struct Material {
    const ScratchFile& file;
    const std::vector<Run>& runs;               ///< in order of their documents
    const std::vector<std::uint32_t>& lengths;  ///< of each document
    const std::map<Xapian::docid, Xapian::docid>& groups;
    Metadata metadata = {};
};

struct MergeOptions {
    bool ranked = true;         ///< makes the ranking file, too, and its mark
    bool threaded = true;       ///< works on two threads
    std::stop_token stop = {};  ///< ends it with Error(cancelled)
};

/// Writes a database into a directory, and its ranking file; the database is not synchronised to
/// the disk. Throws Error.
void merge(const Material& material, const std::filesystem::path& directory,
           const MergeOptions& options);

}  // namespace kb::index::bulk
