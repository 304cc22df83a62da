#include "rank/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "kb/error.hpp"

namespace kb::rank {

namespace {

[[noreturn]] void throw_unreadable(const std::filesystem::path& path, int number) {
    const ErrorCode code = number == ENOENT                      ? ErrorCode::not_found
                           : number == EACCES || number == EPERM ? ErrorCode::permission_denied
                                                                 : ErrorCode::io;
    throw Error(code,
                "cannot read " + path.string() + ": " + std::generic_category().message(number));
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw_unreadable(path, errno);
    struct stat status {};
    int failure = ::fstat(file, &status) == 0 ? 0 : errno;
    if (failure == 0 && !S_ISREG(status.st_mode)) failure = EINVAL;
    if (failure == 0 && status.st_size > 0) {
        size_ = static_cast<std::size_t>(status.st_size);
        void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
        if (mapped == MAP_FAILED) {
            failure = errno;
        } else {
            data_ = static_cast<const std::byte*>(mapped);
        }
    }
    ::close(file);
    if (failure != 0) throw_unreadable(path, failure);
}

MappedFile::~MappedFile() {
    unmap();
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    if (this == &other) return *this;
    unmap();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void MappedFile::unmap() noexcept {
    if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace kb::rank
