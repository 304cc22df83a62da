#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>

#include "index/glass/version_reader.hpp"

namespace kb::index {

/// Hears of what a walk through all tables comes by.
struct TablesListener {
    /// What is wrong, in one line. Later steps that cannot be taken then are left out.
    std::function<void(std::string)> problem;
    /// Each stored document, by number. Returns the term of its id; nothing if it cannot be read,
    /// which the listener then knows.
    std::function<std::optional<std::string>(std::uint32_t docid, const std::string& stored)>
        document;
    /// The tables are sound, but documents have other ids than the terms by which they are found.
    std::function<void()> ids_disagree;
    std::stop_token stop = {};  ///< ends the walk with Error(cancelled)
};

/// Walks through all tables of a generation without Xapian, looks at everything in them, and
/// whether they agree with each other: one bit that is wrong anywhere is found (see digest.hpp; in
/// documents that a version before digests wrote, not within positions, fingerprints and values).
/// Throws what the listener throws.
void check_tables(const std::filesystem::path& generation, const glass::Version& version,
                  const TablesListener& listener);

/// Before Xapian writes to tables, or reads all of them, for damaged ones can make it crash. Throws
/// Error(corrupt) at the first that makes no sense by itself. Tables of another format, and those
/// that take more than `most_bytes` together, are passed over. `stop` ends it with
/// Error(cancelled).
void require_sound_tables(const std::filesystem::path& generation, const std::stop_token& stop,
                          std::uint64_t most_bytes = std::numeric_limits<std::uint64_t>::max());

}  // namespace kb::index
