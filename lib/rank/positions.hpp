#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kb::rank {

/// Where the postings of a term stand in their documents, as append_positions() writes it.
struct PositionBytes {
    std::span<const std::uint32_t> sizes;  ///< of each posting's bytes; empty: all have none
    std::string_view bytes;                ///< of all, one after the other
};

/// Appends the positions of a term in a document, which ascend strictly: the gap to the position
/// before, minus one, seven bits a byte; the first as if −1 came before it.
void append_positions(std::string& to, std::span<const std::uint32_t> positions);

/// Reads the positions of a term in a document, ascending.
class PositionReader {
  public:
    PositionReader() = default;
    explicit PositionReader(std::span<const std::byte> bytes)
        : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    /// Moves to the next position, the first time to the first; false: there is none. Throws
    /// DamagedFile.
    bool next() {
        if (at_ == end_) return false;
        const auto byte = static_cast<std::uint32_t>(*at_);
        if (byte >= 0x80) return next_long();
        ++at_;
        position_ += byte + 1;
        return true;
    }

    /// Moves on to the first position that is not less, unless it stands there; false: there is
    /// none.
    bool skip_to(std::uint64_t least) {
        while (position_ <= least) {
            if (!next()) return false;
        }
        return true;
    }

    /// The present position. Requires that next() was true.
    std::uint64_t position() const { return position_ - 1; }

  private:
    bool next_long();

    const std::byte* at_ = nullptr;
    const std::byte* end_ = nullptr;
    std::uint64_t position_ = 0;  ///< plus one; 0: before the first
};

/// Whether the terms of a document stand at consecutive positions somewhere, in this order; the
/// readers are fresh ones, and there is at least one. Throws DamagedFile.
bool stand_in_a_row(std::span<PositionReader> readers);

}  // namespace kb::rank
