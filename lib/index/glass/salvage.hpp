#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "index/glass/block.hpp"
#include "index/glass/entry.hpp"
#include "index/glass/free_list.hpp"
#include "index/glass/version_reader.hpp"

namespace kb::index::glass {

/// The entries of a damaged table that can still be read: first those of the tree, in order of
/// keys, then, where blocks of it are lost, those of leaves that nothing leads to any more, the
/// newest first. Among these may be entries that had been replaced or deleted before. Memory: some
/// bytes a block.
class TableSalvage {
  public:
    /// Without a version, the newest block of the highest level is taken for the root.
    TableSalvage(const std::filesystem::path& directory, Table table,
                 const std::optional<Version>& version);

    /// The next one; nothing at the end.
    std::optional<Entry> next();
    /// Entries and blocks so far that could not be read.
    std::uint64_t lost() const noexcept { return lost_; }

  private:
    void gather(const TableState& state);
    void descend(std::uint32_t number, std::uint32_t level);
    void add_stray_leaves(const TableState& state);
    /// The state that a table without a version must have.
    TableState guessed_state();
    bool read(std::uint32_t number, Block& block) const;
    std::optional<Entry> next_of_leaf();
    bool next_leaf();

    BlockFile file_;
    BlockSet seen_;
    std::vector<std::uint32_t> leaves_;
    std::size_t next_leaf_ = 0;
    Block leaf_;
    std::size_t next_item_ = 0;
    std::size_t items_ = 0;
    EntryBuilder builder_;
    std::uint64_t lost_ = 0;
};

}  // namespace kb::index::glass
