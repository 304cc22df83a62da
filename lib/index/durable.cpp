#include "index/durable.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include "index/errors.hpp"
#include "index/file_descriptor.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t copy_buffer_bytes = std::size_t{1} << 20;
constexpr mode_t anybody = 0777;

std::error_code last_error() {
    return {errno, std::generic_category()};
}

std::string cannot_write(const fs::path& path) {
    return "cannot write " + path.string();
}

void write_all(int file, const char* data, std::size_t bytes, const fs::path& path) {
    while (bytes > 0) {
        const ssize_t written = ::write(file, data, bytes);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_system_error(last_error(), cannot_write(path));
        data += written;
        bytes -= static_cast<std::size_t>(written);
    }
}

FileDescriptor make_file(const fs::path& path) {
    FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!file) throw_system_error(last_error(), cannot_write(path));
    return file;
}

void sync(const fs::path& path, int flags) {
    const FileDescriptor file(::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC));
    if (!file || ::fsync(file.get()) != 0) throw_system_error(last_error(), cannot_write(path));
}

/// A directory that may be written to but not read cannot be synced; it is not ours to demand that.
void sync_if_readable(const fs::path& directory) {
    if (::access(directory.c_str(), R_OK) == 0) sync_directory(directory);
}

void make(const fs::path& directory, mode_t mode) {
    if (::mkdir(directory.c_str(), mode) == 0 || errno == EEXIST) return;
    throw_system_error(last_error(), "cannot make " + directory.string());
}

}  // namespace

void write_durably(const fs::path& path, const std::string& content) {
    const FileDescriptor file = make_file(path);
    write_all(file.get(), content.data(), content.size(), path);
    if (::fsync(file.get()) != 0) throw_system_error(last_error(), cannot_write(path));
}

void sync_directory(const fs::path& directory) {
    sync(directory, O_DIRECTORY);
}

void sync_files(const fs::path& directory) {
    std::error_code error;
    for (fs::directory_iterator entries(directory, error); !error && entries != end(entries);
         entries.increment(error)) {
        if (entries->is_regular_file()) sync(entries->path(), 0);
    }
    if (error) throw_system_error(error, "cannot read " + directory.string());
    sync_directory(directory);
}

void copy_file(const fs::path& from, const fs::path& to, const std::stop_token& stop) {
    const FileDescriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!source) throw_system_error(last_error(), "cannot read " + from.string());
    const FileDescriptor target = make_file(to);
    std::vector<char> buffer(copy_buffer_bytes);
    for (;;) {
        if (stop.stop_requested()) throw Error(ErrorCode::cancelled, "copying was stopped");
        const ssize_t size = ::read(source.get(), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) throw_system_error(last_error(), "cannot read " + from.string());
        if (size == 0) return;
        write_all(target.get(), buffer.data(), static_cast<std::size_t>(size), to);
    }
}

void make_directory(const fs::path& directory) {
    make(directory, anybody);
}

void make_private_directory(const fs::path& directory) {
    std::vector<fs::path> missing;
    fs::path at = fs::absolute(directory).lexically_normal();
    if (!at.has_filename()) at = at.parent_path();  // of "index/"
    std::error_code error;
    for (; fs::status(at, error).type() == fs::file_type::not_found; at = at.parent_path())
        missing.push_back(at);
    for (; !missing.empty(); missing.pop_back()) {
        constexpr mode_t owner_only = 0700;
        make(missing.back(), missing.size() == 1 ? owner_only : anybody);
        sync_if_readable(missing.back().parent_path());
    }
}

}  // namespace kb::index
