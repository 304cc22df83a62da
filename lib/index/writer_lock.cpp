#include "index/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "index/errors.hpp"
#include "index/layout.hpp"

namespace kb::index {

namespace {

/// " (process 1234)" or nothing: the file is written by the holder and read by strangers.
std::string holder(int file) {
    std::array<char, 32> content{};
    const ssize_t size = ::pread(file, content.data(), content.size(), 0);
    std::string digits;
    for (ssize_t i = 0; i < size; ++i) {
        const char c = content[static_cast<std::size_t>(i)];
        if (c < '0' || c > '9') break;
        digits += c;
    }
    return digits.empty() ? std::string() : " (process " + digits + ")";
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& directory) {
    const std::filesystem::path path = directory / lock_name;
    const std::string what = "cannot write to " + directory.string();
    file_ = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!file_) throw_system_error({errno, std::generic_category()}, what);
    if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) throw_system_error({errno, std::generic_category()}, what);
        throw Error(
            ErrorCode::locked,
            directory.string() + " is being written by another process" + holder(file_.get()),
            "wait until it has finished, then try again");
    }
    // The name of the holder helps people only; a full disk must not stop a delete that frees
    // space.
    const std::string name = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file_.get(), 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(file_.get(), name.data(), name.size(), 0);
    }
}

}  // namespace kb::index
