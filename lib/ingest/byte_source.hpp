#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kb/document.hpp"

namespace kb::ingest {

/// The bytes of one input, read once from beginning to end in large blocks. Memory is one block.
/// One thread at a time.
class ByteSource {
  public:
    static constexpr std::size_t block_bytes = std::size_t{64} << 10U;

    /// Opens a file, or standard input for "-". Throws Error if it does not exist, may not be read
    /// or is nothing to read from (a directory, a socket).
    explicit ByteSource(const std::string& input);
    /// Bytes that are in memory already.
    ByteSource(std::string content, std::optional<Timestamp> modified);
    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    /// The first block, of which nothing is consumed. Only before the first read(). Throws
    /// Error(io).
    std::string_view head();
    /// The next block, empty at the end. Valid until the next call. Throws Error(io).
    std::string_view read();

    std::uint64_t bytes_read() const noexcept { return bytes_read_; }
    /// When the file was last changed; nothing for what is no regular file.
    std::optional<Timestamp> modified() const noexcept { return modified_; }

  private:
    void fill();
    void fill_from_memory();

    std::string content_;  ///< if there is no descriptor
    std::size_t content_at_ = 0;
    int descriptor_ = -1;
    bool owned_ = false;
    bool filled_ = false;  ///< the block holds bytes that read() has not given out yet
    std::string block_;
    std::uint64_t bytes_read_ = 0;
    std::optional<Timestamp> modified_;
};

}  // namespace kb::ingest
