#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>

#include "rank/bit_packing.hpp"
#include "rank/competitive_pairs.hpp"
#include "rank/file_format.hpp"

namespace kb::rank {

/// A ranking file is not as it was written. Whoever catches it does without the file.
class DamagedFile : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Greater than any ordinal.
inline constexpr std::uint32_t no_ordinal = UINT32_MAX;

/// The ordinals (and wdfs) of a block or of a tail, unpacked.
struct UnpackedBlock {
    std::array<std::uint32_t, block_size> ordinals;
    std::array<std::uint32_t, block_size> wdfs;
};

/// Where the positions of the postings of a block begin, and where the last end.
using PositionStarts = std::array<std::uint32_t, block_size + 1>;

/// The bytes from starts[i] up to starts[i + 1]; throws DamagedFile if there are none such.
std::span<const std::byte> part_of(std::span<const std::byte> positions,
                                   const PositionStarts& starts, std::size_t i);

/// One term's postings as they lie in the file: a view, valid as long as the file is. Everything
/// that the constructor has checked, and what each unpacking checks, makes it safe on any bytes.
/// Immutable, hence thread-safe.
class PostingList {
  public:
    /// `record`: from the beginning of the term's record to the end of the section. `documents`:
    /// in the file. Checks in time linear in the number of blocks; throws DamagedFile.
    PostingList(std::span<const std::byte> record, std::uint32_t frequency,
                std::uint32_t documents);

    std::uint32_t frequency() const noexcept { return frequency_; }
    bool scored() const noexcept { return scored_; }
    std::size_t full_blocks() const noexcept { return last_.size(); }
    std::size_t tail_size() const noexcept { return frequency_ % block_size; }

    /// The last ordinal of each full block, ascending.
    std::span<const std::uint32_t> last() const noexcept { return last_; }
    /// One a full block, if scored.
    std::span<const CompetitivePairs> pairs() const noexcept { return pairs_; }
    /// A bit an ordinal; empty for rare terms.
    std::span<const std::uint64_t> bitmap() const noexcept { return bitmap_; }

    /// Unpack block_size numbers of a full block. The ordinals ascend strictly and lie below
    /// `documents`; throws DamagedFile.
    void unpack_ordinals(std::size_t block, std::uint32_t* ordinals) const;
    void unpack_wdfs(std::size_t block, std::uint32_t* wdfs) const;
    /// The wdf in one place of a full block.
    std::uint32_t wdf(std::size_t block, std::size_t place) const;
    /// Whether it is known where the term stands in its documents.
    bool has_positions() const noexcept { return has_positions_; }
    /// The positions of a block's postings, as append_positions() writes them, or of the tail's
    /// (block full_blocks()), one after the other, and whatever follows; those of posting i lie
    /// from starts[i] up to starts[i + 1], if part_of() finds them there. Requires has_positions().
    std::span<const std::byte> unpack_positions(std::size_t block, PositionStarts& starts) const;
    /// Unpacks tail_size() postings; wdfs of unscored terms are 0. The rest is filled up with
    /// no_ordinal and 0.
    void unpack_tail(UnpackedBlock& tail) const;

  private:
    void read_blocks(std::span<const std::byte> record, std::uint32_t head, std::size_t tail_bytes);
    void check_blocks() const;
    void read_positions(std::span<const std::byte> rest);

    std::uint32_t frequency_;
    std::uint32_t documents_;
    bool scored_ = false;
    bool has_positions_ = false;
    std::span<const std::uint32_t> last_;
    std::span<const BlockInfo> blocks_;
    std::span<const CompetitivePairs> pairs_;
    std::span<const std::byte> tail_;
    std::span<const std::byte> data_;
    std::span<const std::uint64_t> bitmap_;
    std::span<const PositionBlock> position_blocks_;
    std::span<const std::byte> positions_;  ///< to the end of the section
};

}  // namespace kb::rank
