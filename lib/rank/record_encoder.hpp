#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rank/competitive_pairs.hpp"
#include "rank/file_format.hpp"
#include "rank/positions.hpp"
#include "rank/ranking_file_builder.hpp"

namespace kb::rank {

/// A term's record as it is put together: see file_format.hpp.
struct Record {
    std::vector<std::uint32_t> last;
    std::vector<BlockInfo> blocks;
    std::vector<CompetitivePairs> pairs;
    std::vector<std::byte> tail;
    std::vector<std::byte> data;

    void clear();
};

/// Encodes lists of postings, one after the other.
class RecordEncoder {
  public:
    /// `lengths` of all documents, by ordinal; must outlive the encoder.
    explicit RecordEncoder(std::span<const std::uint32_t> lengths) : lengths_(lengths) {}

    /// Valid until the next call.
    const Record& encode(std::span<const Posting> postings, bool scored);

  private:
    void add_block(std::span<const Posting> postings, std::uint32_t before, bool scored);
    void add_tail(std::span<const Posting> postings, std::uint32_t before, bool scored);

    std::span<const std::uint32_t> lengths_;
    Record record_;
};

/// A term's positions as they are put together.
struct PositionRecord {
    std::vector<PositionBlock> blocks;  ///< the last one: the tail
    std::vector<std::byte> data;
};

/// Throws Error(invalid_argument) if the positions of one block come to 4 GiB.
PositionRecord encode(const PositionBytes& positions);

}  // namespace kb::rank
