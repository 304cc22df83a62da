#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "index/bulk/batch.hpp"
#include "index/database_writer.hpp"
#include "index/pipeline.hpp"
#include "kb/index.hpp"

namespace kb::index::bulk {

/// Whether the index is empty, nothing is pending, and Xapian writes the format that we do.
bool can_fill(const std::filesystem::path& directory, const DatabaseWriter& writer);

/// Writes the database of a batch into a generation that is not published yet, and adds the
/// documents that wait. Its writer has still to commit. Counts in `report` what was done. Throws
/// Error, what Xapian throws.
std::unique_ptr<DatabaseWriter> write_generation(const Batch& batch,
                                                 const std::filesystem::path& generation,
                                                 const Metadata& metadata,
                                                 const AddOptions& options, AddReport& report);

/// Fills an empty index: instead of adding its documents one by one to Xapian's tables, the tables
/// are written at once as the next generation. The result is the same.
///
/// Every commit writes all tables anew, so that commits come at growing distances: the first after
/// four times AddOptions::commit_every, the next each when the documents have doubled.
class Filling {
  public:
    /// `writer` is replaced by that of the new generation with every commit.
    Filling(const std::filesystem::path& directory, std::unique_ptr<DatabaseWriter>& writer,
            const AddOptions& options)
        : directory_(directory), writer_(writer), options_(options), batch_(directory) {}

    /// Adds and commits; what was counted is committed. Throws Error, what Xapian throws; the last
    /// commit stands.
    AddReport run(const DocumentSource& source);

    /// Whether the source has ended: it has not where so many documents replace others that they
    /// are better written one by one.
    bool is_complete() const noexcept { return complete_; }

  private:
    AddReport commit();

    const std::filesystem::path& directory_;
    std::unique_ptr<DatabaseWriter>& writer_;
    const AddOptions& options_;
    Batch batch_;
    bool complete_ = false;
};

}  // namespace kb::index::bulk
