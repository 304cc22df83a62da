#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

namespace kb::index {

/// What the files that every commit replaces look like from outside, at one moment: where they look
/// the same later, there was no commit in between. Costs two calls of stat() instead of opening and
/// reading both.
class CommitWatch {
  public:
    CommitWatch() = default;  ///< never the same
    CommitWatch(const std::filesystem::path& directory, const std::filesystem::path& generation);

    /// Whether certainly nothing was committed between an earlier look and this one. Not certain,
    /// too, if the earlier look came within a moment of a commit: times of files are only as fine
    /// as the system's clock ticks, and a file's number may be given to another.
    bool same_as(const CommitWatch& earlier) const;

  private:
    struct File {
        std::uint64_t device = 0;
        std::uint64_t number = 0;
        std::uint64_t bytes = 0;
        std::int64_t modified = 0;  ///< nanoseconds since 1970
        std::int64_t changed = 0;

        bool operator==(const File&) const = default;
    };

    static bool look(const std::filesystem::path& path, File& file);

    std::array<File, 2> files_{};
    bool settled_ = false;
};

}  // namespace kb::index
