#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

/// By number: that of the last earlier term that is the same; its own if none is.
template <typename Terms>
std::vector<std::size_t> earlier_same(const Terms& terms) {
    std::vector<std::size_t> earlier(terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i) {
        earlier[i] = i;
        for (std::size_t j = 0; j < i; ++j) {
            if (terms[j] == terms[i]) earlier[i] = j;
        }
    }
    return earlier;
}

/// Whether the terms of a document stand within `window` ≥ 1 consecutive positions somewhere, in
/// any order; a term that is wanted twice stands at two of them. `earlier` as earlier_same() tells;
/// the readers are fresh ones, and there is at least one. Linear in positions times terms. Throws
/// DamagedFile.
template <typename Reader>
bool stand_close(std::span<Reader> readers, std::span<const std::size_t> earlier,
                 std::uint64_t window) {
    // No reader is moved further than the others make it, so that nothing is passed over.
    std::uint64_t last = 0;
    const auto least_of = [&](std::size_t i) {
        const std::uint64_t least = last < window ? 0 : last + 1 - window;
        return earlier[i] == i ? least : std::max(least, readers[earlier[i]].position() + 1);
    };
    for (std::size_t i = 0; i < readers.size(); ++i) {
        if (!readers[i].next() || !readers[i].skip_to(least_of(i))) return false;
        last = std::max(last, readers[i].position());
    }
    std::size_t agreed = 0;  // readers, cyclically, that stand where the others allow
    for (std::size_t i = 0; agreed < readers.size(); i = (i + 1) % readers.size()) {
        const std::uint64_t least = least_of(i);
        const bool moves = readers[i].position() < least;
        if (moves && !readers[i].skip_to(least)) return false;
        last = std::max(last, readers[i].position());
        agreed = moves ? 1 : agreed + 1;
    }
    return true;
}

}  // namespace kb::rank
