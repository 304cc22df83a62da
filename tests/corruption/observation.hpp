#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kb::test {

/// What one operation on an index said: its result, or the error that it ended with.
struct Observation {
    std::string operation;
    bool failed = false;   ///< with kb::Error
    bool escaped = false;  ///< with any other exception, which is always wrong
    std::string said;

    bool operator==(const Observation&) const = default;
};

/// Asks an index everything that reads it, each operation on its own; changes nothing. The last one
/// is "check"; it fails, here, if it finds the index unsound.
std::vector<Observation> read_index(const std::filesystem::path& directory);

/// Does everything that changes an index: adds, deletes, compacts, rebuilds.
std::vector<Observation> write_index(const std::filesystem::path& directory);

}  // namespace kb::test
