#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "index/file_descriptor.hpp"

namespace kb::index::bulk {

/// A piece of a scratch file.
struct Section {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// A file without a name for what does not fit into memory: it goes with the object, or with the
/// process. Thread-safe. Throws Error(no_space, io, …).
class ScratchFile {
  public:
    explicit ScratchFile(const std::filesystem::path& directory);

    Section append(std::string_view bytes);
    /// Fills `to` from `offset`; all of it has been appended before.
    void read(std::uint64_t offset, char* to, std::size_t bytes) const;

  private:
    std::string what_;
    FileDescriptor file_;
    std::mutex mutex_;
    std::uint64_t end_ = 0;
};

/// Reads a section from its beginning to its end.
class SectionReader {
  public:
    static constexpr std::size_t usual_buffer = std::size_t{64} << 10;

    SectionReader(const ScratchFile& file, Section section, std::size_t buffer = usual_buffer)
        : file_(&file), offset_(section.offset), left_(section.bytes), buffer_bytes_(buffer) {}

    bool at_end() const noexcept { return left_ == 0 && at_ == buffer_.size(); }
    /// As glass::append_number writes it. Requires that there is one, as text() does.
    std::uint64_t number();
    /// Valid until the next call.
    std::string_view text(std::size_t bytes);
    std::string_view text() { return text(number()); }

  private:
    void fill(std::size_t least);

    const ScratchFile* file_;
    std::uint64_t offset_;
    std::uint64_t left_;
    std::size_t buffer_bytes_;
    std::string buffer_;
    std::size_t at_ = 0;
};

}  // namespace kb::index::bulk
