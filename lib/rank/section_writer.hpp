#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "rank/file_format.hpp"

struct XXH3_state_s;

namespace kb::rank {

/// Throws Error(no_space, permission_denied, io): a file cannot be written, as `number` (of errno)
/// says.
[[noreturn]] void throw_unwritable(const std::filesystem::path& path, int number);

/// Appends sections to a new file in large pieces, with a checksum of each. Throws as
/// throw_unwritable().
class SectionWriter {
  public:
    explicit SectionWriter(std::filesystem::path path);
    ~SectionWriter();
    SectionWriter(const SectionWriter&) = delete;
    SectionWriter& operator=(const SectionWriter&) = delete;

    void begin(SectionKind kind, std::uint32_t column = 0);
    void append(const void* data, std::size_t bytes);
    template <typename Element>
    void append(std::span<const Element> elements) {
        append(elements.data(), elements.size_bytes());
    }
    /// Fills up with zeros to the next multiple.
    void align(std::size_t alignment);
    /// Bytes of the section so far.
    std::uint64_t position() const { return written_ - section_.offset; }
    void end();

    /// The file complete and durable, but for its name.
    void finish(std::uint32_t documents);

  private:
    static constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

    void pad_to(std::uint64_t position);
    void flush();
    void write_at(const void* data, std::size_t bytes, std::uint64_t offset);

    std::filesystem::path path_;
    int file_;
    XXH3_state_s* checksum_;
    std::vector<std::byte> buffer_;
    std::uint64_t written_ = 0;
    SectionHeader section_;
    std::vector<SectionHeader> sections_;
};

}  // namespace kb::rank
