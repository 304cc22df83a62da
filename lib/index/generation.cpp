#include "index/generation.hpp"

#include <string>
#include <system_error>

#include "index/durable.hpp"
#include "index/layout.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

/// "g7" after "g6".
fs::path after(const fs::path& generation) {
    return generation.parent_path() / ("g" + std::to_string(generation_number(generation) + 1));
}

}  // namespace

NewGeneration::NewGeneration(const fs::path& directory)
    : directory_(directory), path_(after(current_generation(directory))) {
    remove_stale_generations(directory);
}

NewGeneration::NewGeneration(BesideAll /*place*/, const fs::path& directory)
    : directory_(directory), path_(after(generations(directory).back())) {}

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
    std::error_code ignored;
    for (const fs::path& path : generations(directory)) {
        if (path != current) fs::remove_all(path, ignored);
    }
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
