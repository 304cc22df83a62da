#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <unordered_set>
#include <vector>

#include "index/bulk/groups.hpp"
#include "index/bulk/merge.hpp"
#include "index/bulk/run.hpp"
#include "index/bulk/scratch_file.hpp"
#include "index/document_builder.hpp"

namespace kb::index::bulk {

/// The documents of a batch that fills an empty index. Numbers them in the order in which they come
/// and finds their near-duplicates; documents whose id came before wait until those are in a
/// database. admit() and add() may be called from several threads, what follows only after them.
class Batch {
  public:
    /// The scratch file lies in `directory`. Throws Error.
    explicit Batch(const std::filesystem::path& directory) : file_(directory) {}

    /// Takes the next documents in the order of reading, and lets go of those that wait. Returns
    /// the docid of the first one left.
    Xapian::docid admit(std::vector<PreparedDocument>& documents);

    /// Takes what was admitted together, as a run.
    ScratchFile& file() noexcept { return file_; }
    void add(Run run);

    std::uint64_t admitted() const;
    /// Whether so many documents wait that it is time to write them.
    bool waits_for_database() const;

    /// Writes a database of all that was admitted, and of the metadata, into a generation that is
    /// not published yet. More may be admitted afterwards, and written with it once more. `stop`
    /// ends it with Error(cancelled).
    void write(const std::filesystem::path& generation, const Metadata& metadata, bool threaded,
               const std::stop_token& stop) const;
    /// The documents that wait, in the order of reading.
    const std::vector<PreparedDocument>& waiting() const noexcept { return waiting_; }

  private:
    static constexpr std::size_t most_waiting = 1000;
    static constexpr std::size_t most_waiting_bytes = std::size_t{16} << 20;

    mutable std::mutex mutex_;
    ScratchFile file_;
    std::unordered_set<std::uint64_t> ids_;  ///< hashes: one that came before only makes wait
    std::vector<std::uint32_t> lengths_;
    Groups groups_;
    std::vector<Run> runs_;
    std::vector<PreparedDocument> waiting_;
    std::size_t waiting_bytes_ = 0;
};

}  // namespace kb::index::bulk
