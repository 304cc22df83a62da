#include "rank/section_writer.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include "kb/error.hpp"

namespace kb::rank {

namespace fs = std::filesystem;

void throw_unwritable(const fs::path& path, int number) {
    const ErrorCode code = number == ENOSPC || number == EDQUOT  ? ErrorCode::no_space
                           : number == EACCES || number == EPERM ? ErrorCode::permission_denied
                                                                 : ErrorCode::io;
    throw Error(code,
                "cannot write " + path.string() + ": " + std::generic_category().message(number));
}

SectionWriter::SectionWriter(fs::path path)
    : path_(std::move(path)),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)),
      checksum_(XXH3_createState()) {
    if (file_ < 0) {
        const int number = errno;
        XXH3_freeState(checksum_);
        throw_unwritable(path_, number);
    }
    XXH3_64bits_reset(checksum_);
    pad_to(first_section_offset);
}

SectionWriter::~SectionWriter() {
    XXH3_freeState(checksum_);
    if (file_ >= 0) ::close(file_);
}

void SectionWriter::begin(SectionKind kind, std::uint32_t column) {
    align(section_alignment);
    section_ = {kind, column, written_, 0, 0};
    XXH3_64bits_reset(checksum_);
}

void SectionWriter::append(const void* data, std::size_t bytes) {
    if (bytes == 0) return;
    XXH3_64bits_update(checksum_, data, bytes);
    const auto* from = static_cast<const std::byte*>(data);
    buffer_.insert(buffer_.end(), from, from + bytes);
    written_ += bytes;
    if (buffer_.size() >= buffer_bytes) flush();
}

void SectionWriter::align(std::size_t alignment) {
    pad_to((written_ + alignment - 1) / alignment * alignment);
}

void SectionWriter::end() {
    section_.bytes = written_ - section_.offset;
    section_.checksum = XXH3_64bits_digest(checksum_);
    sections_.push_back(section_);
}

void SectionWriter::finish(std::uint32_t documents) {
    flush();
    FileHeader header;
    header.magic = file_magic;
    header.byte_order = byte_order_mark;
    header.version = file_version;
    header.file_bytes = written_;
    header.documents = documents;
    header.sections = static_cast<std::uint32_t>(sections_.size());
    if (sections_.size() > max_sections) {
        throw Error(ErrorCode::invalid_argument, "a ranking file of too many columns");
    }
    std::copy(sections_.begin(), sections_.end(), header.table.begin());
    header.checksum = XXH3_64bits(&header, offsetof(FileHeader, checksum));
    write_at(&header, sizeof header, 0);
    if (::fsync(file_) != 0) throw_unwritable(path_, errno);
}

void SectionWriter::pad_to(std::uint64_t position) {
    static constexpr std::array<std::byte, first_section_offset> zeros{};
    append(zeros.data(), position - written_);
}

void SectionWriter::flush() {
    write_at(buffer_.data(), buffer_.size(), written_ - buffer_.size());
    buffer_.clear();
}

void SectionWriter::write_at(const void* data, std::size_t bytes, std::uint64_t offset) {
    const char* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t n = ::pwrite(file_, from, bytes, static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) throw_unwritable(path_, n < 0 ? errno : ENOSPC);
        from += n;
        bytes -= static_cast<std::size_t>(n);
        offset += static_cast<std::uint64_t>(n);
    }
}

}  // namespace kb::rank
