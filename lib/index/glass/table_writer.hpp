#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "index/file_descriptor.hpp"

namespace kb::index::glass {

inline constexpr std::uint32_t block_bytes = 8192;
inline constexpr std::uint32_t first_revision = 1;
inline constexpr std::size_t max_key_bytes = 255;

/// Where the tree of a table begins: what the version file says of it.
struct TableRoot {
    std::uint32_t block = 0;
    std::uint32_t level = 0;
    std::uint64_t entries = 0;
    std::uint32_t blocks = 0;
};

/// Writes one table of a glass database, a B-tree of keys and tags, from entries in ascending order
/// (glass_table.h of Xapian 1.4 describes the blocks). Blocks are filled one after the other, as
/// Xapian's own compaction does. Memory: one block a level. Throws Error(no_space, io, …).
class TableWriter {
  public:
    explicit TableWriter(std::filesystem::path path);

    /// Keys ascend bytewise, are not empty, and at most max_key_bytes long. The tag may be one that
    /// Xapian compressed, which is said then.
    void add(std::string_view key, std::string_view tag, bool compressed = false);

    /// Writes what is left. Nothing may be added afterwards.
    TableRoot finish();

  private:
    class Block {
      public:
        Block(std::uint32_t number, std::uint8_t level) : number_(number), level_(level) {}

        std::uint32_t number() const noexcept { return number_; }
        std::size_t room() const noexcept { return items_ - directory_; }
        /// Space for one more item, its directory entry made. Requires room.
        char* append(std::size_t bytes);
        /// The block as it lies in the file.
        const std::array<char, block_bytes>& finish();
        void clear(std::uint32_t number);

      private:
        std::uint32_t number_;
        std::uint8_t level_;
        std::size_t directory_ = directory_start;
        std::size_t items_ = block_bytes;
        std::array<char, block_bytes> bytes_{};
    };
    static constexpr std::size_t directory_start = 11;

    void add_item(std::string_view key, std::string_view piece, std::uint32_t component,
                  unsigned flags);
    std::size_t first_piece(std::size_t key_bytes, std::size_t tag_bytes) const;
    void begin_leaf(std::string_view key, std::uint32_t component);
    void add_branch(std::size_t level, std::string_view key, std::uint32_t component,
                    std::uint32_t child);
    void begin_branches(std::uint32_t child);
    void put(Block& block);
    void flush();

    std::filesystem::path path_;
    FileDescriptor file_;
    std::uint32_t next_number_ = 1;
    std::uint64_t entries_ = 0;
    Block leaf_{0, 0};
    std::vector<Block> branches_;  ///< from the level above the leaves
    std::string last_key_;
    std::vector<char> pending_;  ///< consecutive blocks that are not written yet
    std::uint32_t pending_end_ = 0;
};

}  // namespace kb::index::glass
