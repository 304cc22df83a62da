#include "index/commit_watch.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>

#include "index/glass/version_file.hpp"
#include "index/layout.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

/// Far longer than a tick of any clock.
constexpr std::chrono::nanoseconds moment = std::chrono::milliseconds(100);

std::int64_t nanoseconds(const timespec& time) {
    constexpr std::int64_t in_a_second = 1'000'000'000;
    return std::int64_t{time.tv_sec} * in_a_second + time.tv_nsec;
}

std::int64_t now() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count();
}

}  // namespace

CommitWatch::CommitWatch(const fs::path& directory, const fs::path& generation) {
    const bool there =
        look(directory / stub_name, files_[0]) && look(generation / glass::version_name, files_[1]);
    const std::int64_t before = now() - moment.count();
    settled_ = there && std::all_of(files_.begin(), files_.end(), [&](const File& file) {
                   return file.modified < before && file.changed < before;
               });
}

bool CommitWatch::same_as(const CommitWatch& earlier) const {
    return earlier.settled_ && files_ == earlier.files_;
}

bool CommitWatch::look(const fs::path& path, File& file) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return false;
    file = {found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size),
            nanoseconds(found.st_mtim), nanoseconds(found.st_ctim)};
    return true;
}

}  // namespace kb::index
