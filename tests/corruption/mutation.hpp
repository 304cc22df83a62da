#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>

namespace kb::test {

/// Where the bytes of another index, and of an earlier commit of the same one, come from.
struct Donors {
    std::filesystem::path other;
    std::filesystem::path earlier;
};

/// Does one seeded harm to one file of the index in `directory`: bytes flipped, cut off, zeroed,
/// swapped, copied over others, appended; or the file deleted, emptied, made a directory or a
/// dangling link, or replaced by the same file of a donor. Returns what it did, in one line.
std::string mutate(const std::filesystem::path& directory, const Donors& donors,
                   std::mt19937_64& random);

}  // namespace kb::test
