#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

// Care for a whole index. Each call but backup_index takes the writer's lock and works beside
// readers; one thread a call. Common errors: not_found, not_an_index, format_too_new, unsupported,
// locked (naming the holder), permission_denied, no_space, corrupt, io; cancelled when `stop` asks
// for it. Until a call returns, the index is as it was, whatever happens meanwhile.

/// How the work is done.
struct MaintenanceOptions {
    /// Threads that analyse documents; 0: as many as the machine has processors.
    unsigned jobs = 0;
    /// Called from the calling thread now and then, with the documents done and their number.
    std::function<void(std::uint64_t done, std::uint64_t total)> on_progress = {};
    std::stop_token stop = {};  ///< ends the work with Error(cancelled)
    /// How long to wait for a writer to finish before Error(locked).
    std::chrono::milliseconds wait{0};
};

/// What a check found.
struct CheckReport {
    std::uint64_t documents = 0;  ///< that were looked at
    /// What is wrong, one line each, at most a hundred; empty: the index is sound.
    std::vector<std::string> problems;
    std::uint64_t more_problems = 0;  ///< beyond those
};

/// Looks through all tables of the index for damage, and for every document whether it can be read
/// and is found by its id. Changes nothing; an index on a read-only medium is checked without the
/// lock. Time: about that of reading all files twice. Throws Error if there is nothing to check.
CheckReport check_index(const std::filesystem::path& directory,
                        const MaintenanceOptions& options = {});

/// What a new generation of an index takes compared to the old one.
struct MaintenanceReport {
    std::uint64_t documents = 0;     ///< in the index
    std::uint64_t bytes_before = 0;  ///< on disk
    std::uint64_t bytes_after = 0;   ///< on disk
};

/// Writes the index anew without the gaps that updates leave. Needs room for a second copy
/// meanwhile. Throws Error.
MaintenanceReport compact_index(const std::filesystem::path& directory,
                                const MaintenanceOptions& options = {});

/// Analyses every stored document again, as this version of the library does, into a new
/// generation. Also reads the formats of older versions, which searching no longer does. Needs room
/// for a second index meanwhile. Throws Error.
MaintenanceReport rebuild_index(const std::filesystem::path& directory,
                                const MaintenanceOptions& options = {});

/// What a repair saved.
struct RepairReport {
    std::uint64_t documents = 0;     ///< that could be read, and are in the index now
    std::uint64_t lost = 0;          ///< documents that could not, as far as is known
    std::uint64_t lost_entries = 0;  ///< of what else an index holds: subscriptions, completions
    /// Where the damaged index lies now, within the directory: it is kept for whoever wants to
    /// look.
    std::vector<std::filesystem::path> kept = {};
};

/// Analyses every document of a damaged index that can still be read into a new generation, which
/// replaces the damaged one at once. The damaged one is kept beside it and takes room until
/// somebody removes it. Needs room for another index. Throws Error(corrupt) if nothing at all can
/// be read.
RepairReport repair_index(const std::filesystem::path& directory,
                          const MaintenanceOptions& options = {});

/// What a backup holds.
struct BackupReport {
    std::uint64_t documents = 0;  ///< in the copy
    std::uint64_t bytes = 0;      ///< of the copy
};

/// Copies one whole commit of an index, ranking file included, into `target`, which must not exist
/// or be empty, and looks through the whole copy for damage before it makes it an index. Takes no
/// lock and may run beside a writer; only where commits keep coming faster than copies are made
/// does it wait for the writer, as long as `wait` says, and keep the next one out while it copies.
/// Throws Error: invalid_argument if something is in `target`, corrupt if the copy is not sound.
BackupReport backup_index(const std::filesystem::path& directory,
                          const std::filesystem::path& target,
                          const MaintenanceOptions& options = {});

}  // namespace kb
#pragma GCC visibility pop
