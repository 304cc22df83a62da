#pragma once

#include <cstdint>
#include <vector>

#include "index/glass/block.hpp"
#include "index/glass/version_reader.hpp"

namespace kb::index::glass {

inline constexpr std::uint32_t free_list_level = 254;  ///< of blocks that list free ones
inline constexpr std::uint32_t free_list_begin = 8;    ///< where the list begins in a block
inline constexpr std::uint32_t free_list_entry_bytes = 4;

/// Which blocks of a table have been come by.
class BlockSet {
  public:
    explicit BlockSet(std::uint64_t blocks) : seen_(blocks) {}

    /// False if there is no such block, or it was there already.
    bool insert(std::uint64_t block) {
        if (block >= seen_.size() || seen_[block]) return false;
        seen_[block] = true;
        ++count_;
        return true;
    }
    bool contains(std::uint64_t block) const { return block < seen_.size() && seen_[block]; }
    std::uint64_t count() const noexcept { return count_; }

  private:
    std::vector<bool> seen_;
    std::uint64_t count_ = 0;
};

/// Adds the blocks that are free, or list free ones. Throws DamagedTable at what cannot be: a free
/// block that is also in use, for one.
void add_free_blocks(const BlockFile& file, const TableState& state, BlockSet& blocks);

}  // namespace kb::index::glass
