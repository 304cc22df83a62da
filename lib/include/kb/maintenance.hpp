#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

// Care for a whole index. Each call takes the writer's lock and works beside readers; one thread a
// call. Common errors: not_found, not_an_index, format_too_new, unsupported, locked (naming the
// holder), permission_denied, no_space, corrupt, io; cancelled when `stop` asks for it. Until a
// call returns, the index is as it was, whatever happens meanwhile.

/// How the work is done.
struct MaintenanceOptions {
    /// Threads that analyse documents; 0: as many as the machine has processors.
    unsigned jobs = 0;
    /// Called from the calling thread now and then, with the documents done and their number.
    std::function<void(std::uint64_t done, std::uint64_t total)> on_progress = {};
    std::stop_token stop = {};  ///< ends the work with Error(cancelled)
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

}  // namespace kb
#pragma GCC visibility pop
