#include "index/generation.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>
#include <vector>

#include "index/errors.hpp"
#include "index/file_descriptor.hpp"
#include "index/layout.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

/// "g7" after "g6".
std::string next_name(const std::string& name) {
    std::uint64_t number = 0;
    std::from_chars(name.data() + 1, name.data() + name.size(), number);
    return "g" + std::to_string(number + 1);
}

void sync(const fs::path& path, int flags) {
    const FileDescriptor file(::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC));
    if (!file || ::fsync(file.get()) != 0) {
        throw_system_error({errno, std::generic_category()}, "cannot write " + path.string());
    }
}

void sync_files(const fs::path& directory) {
    std::error_code error;
    for (fs::directory_iterator entries(directory, error); !error && entries != end(entries);
         entries.increment(error)) {
        if (entries->is_regular_file()) sync(entries->path(), 0);
    }
    if (error) throw_system_error(error, "cannot read " + directory.string());
    sync(directory, O_DIRECTORY);
}

}  // namespace

NewGeneration::NewGeneration(const fs::path& directory)
    : directory_(directory),
      path_(directory / next_name(current_generation(directory).filename().string())) {
    remove_stale_generations(directory);
}

NewGeneration::~NewGeneration() {
    if (published_) return;
    try {
        if (current_generation(directory_) == path_) return;  // its name stands, if not durably
        fs::remove_all(path_);
    } catch (...) {  // the next writer removes it
    }
}

void NewGeneration::publish() {
    sync_files(path_);
    set_current_generation(directory_, path_.filename().string());
    published_ = true;
    remove_stale_generations(directory_);
}

void remove_stale_generations(const fs::path& directory) {
    const fs::path current = current_generation(directory);
    std::vector<fs::path> stale;
    std::error_code ignored;
    for (fs::directory_iterator entries(directory, ignored); !ignored && entries != end(entries);
         entries.increment(ignored)) {
        const fs::path& path = entries->path();
        if (path != current && is_generation_name(path.filename().string())) stale.push_back(path);
    }
    for (const fs::path& path : stale)
        fs::remove_all(path, ignored);
}

std::uint64_t bytes_on_disk(const fs::path& directory) {
    std::uint64_t bytes = 0;
    std::error_code error;
    fs::recursive_directory_iterator entries(directory, error);
    for (; !error && entries != end(entries); entries.increment(error)) {
        std::error_code ignored;
        if (!entries->is_regular_file(ignored)) continue;
        const std::uintmax_t size = entries->file_size(ignored);
        if (!ignored) bytes += size;
    }
    return bytes;
}

}  // namespace kb::index
