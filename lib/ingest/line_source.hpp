#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/byte_source.hpp"
#include "text/charset.hpp"

namespace kb::ingest {

struct Line {
    std::string_view text;     ///< valid UTF-8 without its line end; empty if it is too long
    std::uint64_t number = 0;  ///< 1-based
    bool too_long = false;
    bool terminated = true;  ///< false for a last line without line end
};

/// The lines of an input, converted to UTF-8. Lines end with LF, CRLF or CR. Memory is bounded by
/// one block and the longest line allowed; longer lines pass by without being held.
class LineSource {
  public:
    /// `bytes` must outlive the object.
    LineSource(ByteSource& bytes, const Charset& charset, std::uint64_t longest_line);

    /// The next line, or nothing at the end. Its text is valid until the next call. Throws
    /// Error(io).
    std::optional<Line> next();

    /// Whether a line has been read.
    bool started() const noexcept { return number_ > 0; }
    /// Malformed sequences of the input that became U+FFFD so far.
    std::uint64_t replaced() const noexcept { return decoder_.replaced(); }

  private:
    bool refill();
    Line finish(std::string_view rest, bool terminated);

    ByteSource& bytes_;
    Utf8Decoder decoder_;
    std::uint64_t longest_line_;
    std::string block_;      ///< decoded
    std::size_t at_ = 0;     ///< in the block
    std::string line_;       ///< the beginning of a line that crosses blocks
    bool pending_ = false;   ///< a line has begun in an earlier block
    bool too_long_ = false;  ///< ... and is beyond the limit
    bool after_cr_ = false;  ///< the last line ended with CR; an LF belongs to it
    bool at_end_ = false;
    std::uint64_t number_ = 0;
};

}  // namespace kb::ingest
