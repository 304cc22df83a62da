#include "ingest/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "kb/error.hpp"

namespace kb::ingest {
namespace {

[[noreturn]] void fail(int error) {
    const std::string message = std::generic_category().message(error);
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            throw Error(ErrorCode::not_found, "no such file or directory");
        case EACCES:
        case EPERM:
            throw Error(ErrorCode::permission_denied, "permission denied");
        case ENOMEM:
            throw std::bad_alloc();
        default:
            throw Error(ErrorCode::io, "cannot be read: " + message);
    }
}

struct stat status_of(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) fail(errno);
    return status;
}

/// Opens a path that is no socket; opening one would fail with a riddle.
int open_path(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) fail(errno);
    if (S_ISSOCK(status.st_mode)) throw Error(ErrorCode::invalid_argument, "is a socket");
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) fail(errno);
    return descriptor;
}

}  // namespace

ByteSource::ByteSource(const std::string& input)
    : descriptor_(input == "-" ? STDIN_FILENO : open_path(input)), owned_(input != "-") {
    try {
        const struct stat status = status_of(descriptor_);
        if (S_ISDIR(status.st_mode)) throw Error(ErrorCode::invalid_argument, "is a directory");
        if (S_ISREG(status.st_mode)) {
            modified_ = Timestamp{std::chrono::seconds{status.st_mtime}};
        }
    } catch (...) {
        if (owned_) ::close(descriptor_);
        throw;
    }
}

ByteSource::ByteSource(std::string content, std::optional<Timestamp> modified)
    : content_(std::move(content)), modified_(modified) {}

ByteSource::~ByteSource() {
    if (owned_) ::close(descriptor_);
}

/// Fills the block; a short one is the last, whatever portions a pipe delivers.
void ByteSource::fill() {
    if (descriptor_ < 0) return fill_from_memory();
    block_.resize(block_bytes);
    std::size_t size = 0;
    while (size < block_bytes) {
        const ssize_t got = ::read(descriptor_, block_.data() + size, block_bytes - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(errno);
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    block_.resize(size);
}

void ByteSource::fill_from_memory() {
    block_.assign(content_, content_at_, block_bytes);
    content_at_ += block_.size();
}

std::string_view ByteSource::head() {
    if (!filled_) fill();
    filled_ = true;
    return block_;
}

std::string_view ByteSource::read() {
    if (!filled_) fill();
    filled_ = false;
    bytes_read_ += block_.size();
    return block_;
}

}  // namespace kb::ingest
