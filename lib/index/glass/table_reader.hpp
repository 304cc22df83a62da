#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "index/glass/block.hpp"
#include "index/glass/entry.hpp"
#include "index/glass/free_list.hpp"
#include "index/glass/version_reader.hpp"

namespace kb::index::glass {

/// Reads a whole table of one commit, entry by entry in the order of keys, and believes nothing:
/// every block, item and key is looked at before it is used, and whether the tree is one, and
/// whether each block is in use once, or free. Xapian itself must not be let near a damaged tree.
/// Memory: one block a level, and an entry.
class TableReader {
  public:
    TableReader(const std::filesystem::path& directory, Table table, const Version& version,
                Tags tags = Tags::unpacked);

    /// The next entry; nothing at the end. Throws DamagedTable.
    std::optional<Entry> next();

  private:
    /// Keys that a block may hold: from `least` to below `end`, which is none at the right edge.
    struct Range {
        std::string least;
        std::uint32_t least_component = 0;
        std::optional<std::string> end;
        std::uint32_t end_component = 0;

        bool holds(const ItemKey& key) const;
    };
    struct Level {
        explicit Level(std::uint32_t bytes) : block(bytes) {}

        Block block;
        std::uint32_t number = 0;
        std::size_t next = 0;  ///< item
        Range range;
    };

    void enter(std::size_t level, std::uint32_t number, Range range, std::uint32_t revision);
    void look_at_items(const Level& level) const;
    /// Goes to the next leaf; false at the end of the table.
    bool next_leaf();
    void look_at_end();
    /// Of the child that an item of a level gives.
    static Range range_below(const Level& level, std::size_t item);

    const TableState& state_;
    std::uint32_t revision_;
    BlockFile file_;
    BlockSet blocks_;
    std::vector<Level> levels_;  ///< from the leaves to the root
    EntryBuilder builder_;
    std::uint64_t entries_ = 0;
    bool begun_ = false;
};

}  // namespace kb::index::glass
