#include "index/bulk/scratch_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "index/errors.hpp"

namespace kb::index::bulk {

namespace {

FileDescriptor open_nameless(const std::filesystem::path& directory) {
    // One writer at a time: a name that a killed one has left is taken over.
    const std::filesystem::path path = directory / "scratch.tmp";
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file || ::unlink(path.c_str()) != 0) {
        throw_system_error({errno, std::generic_category()}, "cannot write " + path.string());
    }
    return file;
}

}  // namespace

ScratchFile::ScratchFile(const std::filesystem::path& directory)
    : what_("cannot write to " + directory.string()), file_(open_nameless(directory)) {}

Section ScratchFile::append(std::string_view bytes) {
    Section section;
    {
        const std::lock_guard lock(mutex_);
        section = {end_, bytes.size()};
        end_ += bytes.size();
    }
    std::uint64_t offset = section.offset;
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            throw_system_error({written < 0 ? errno : ENOSPC, std::generic_category()}, what_);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return section;
}

void ScratchFile::read(std::uint64_t offset, char* to, std::size_t bytes) const {
    while (bytes > 0) {
        const ssize_t got = ::pread(file_.get(), to, bytes, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw_system_error({got < 0 ? errno : EIO, std::generic_category()}, what_);
        to += got;
        bytes -= static_cast<std::size_t>(got);
        offset += static_cast<std::uint64_t>(got);
    }
}

std::uint64_t SectionReader::number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (at_ == buffer_.size()) fill(1);
        const auto byte = static_cast<unsigned char>(buffer_[at_++]);
        number |= std::uint64_t{byte & 0x7fU} << shift;
        if (byte < 0x80) return number;
    }
}

std::string_view SectionReader::text(std::size_t bytes) {
    if (buffer_.size() - at_ < bytes) fill(bytes);
    const std::string_view text(buffer_.data() + at_, bytes);
    at_ += bytes;
    return text;
}

void SectionReader::fill(std::size_t least) {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t kept = buffer_.size();
    const std::uint64_t wanted = std::max<std::uint64_t>(buffer_bytes_, least) - kept;
    const auto more = static_cast<std::size_t>(std::min(left_, wanted));
    if (kept + more < least) throw Error(ErrorCode::internal, "a scratch file ends too early");
    buffer_.resize(kept + more);
    file_->read(offset_, buffer_.data() + kept, more);
    offset_ += more;
    left_ -= more;
}

}  // namespace kb::index::bulk
