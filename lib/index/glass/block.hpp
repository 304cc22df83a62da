#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "index/file_descriptor.hpp"

namespace kb::index::glass {

/// A table that says what cannot be: which one, where, and what.
class DamagedTable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A key as a tree orders it: long tags lie in several items of the same key.
struct ItemKey {
    std::string_view key;
    std::uint32_t component = 0;

    // The pinned version takes what the compiler writes here for a null pointer.
    auto operator<=>(const ItemKey&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// A piece of an entry.
struct LeafItem {
    ItemKey key;
    std::string_view piece;
    bool first = false;
    bool last = false;
    bool compressed = false;
};

struct BranchItem {
    ItemKey key;  ///< no entry below is less
    std::uint32_t child = 0;
};

/// One block of a table. Nothing in it is believed before it is looked at.
class Block {
  public:
    explicit Block(std::uint32_t bytes) : bytes_(bytes) {}

    std::span<char> bytes() noexcept { return bytes_; }

    std::uint32_t revision() const noexcept { return number32(0); }
    std::uint32_t level() const noexcept { return number8(4); }
    std::size_t items() const noexcept;

    /// Whether the directory of items lies within the block.
    bool has_directory() const noexcept;
    /// Whether an item lies within the block, behind the directory. The block has a directory.
    bool has_item(std::size_t i) const noexcept;
    /// Whether the block says rightly how much room is left. It has all its items.
    bool has_room_as_stated() const noexcept;

    /// Of a leaf that has the item.
    LeafItem leaf_item(std::size_t i) const noexcept;
    /// Of a block above the leaves that has the item.
    BranchItem branch_item(std::size_t i) const noexcept;

    std::uint32_t number32(std::size_t at) const noexcept {
        return number16(at) << 16 | number16(at + 2);
    }

  private:
    std::uint32_t number8(std::size_t at) const noexcept {
        return static_cast<unsigned char>(bytes_[at]);
    }
    std::uint32_t number16(std::size_t at) const noexcept {
        return number8(at) << 8 | number8(at + 1);
    }
    std::size_t item_begin(std::size_t i) const noexcept;
    std::size_t item_bytes(std::size_t begin) const noexcept;
    std::string_view text(std::size_t begin, std::size_t size) const noexcept {
        return std::string_view(bytes_.data() + begin, size);
    }

    std::vector<char> bytes_;
};

/// The blocks of a table's file.
class BlockFile {
  public:
    /// A file that cannot be opened has no blocks.
    BlockFile(std::filesystem::path path, std::uint32_t block_bytes);

    /// Whole ones that the file holds.
    std::uint64_t blocks() const noexcept { return blocks_; }
    std::uint32_t block_bytes() const noexcept { return block_bytes_; }
    /// Throws DamagedTable if the file has no such block, or does not give it.
    void read(std::uint32_t number, Block& block) const;
    [[noreturn]] void throw_damaged(std::uint32_t block, const std::string& what) const;
    [[noreturn]] void throw_damaged(const std::string& what) const;

  private:
    std::filesystem::path path_;
    std::uint32_t block_bytes_;
    FileDescriptor file_;
    std::uint64_t blocks_ = 0;
};

}  // namespace kb::index::glass
