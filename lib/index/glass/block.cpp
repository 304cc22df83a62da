#include "index/glass/block.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace kb::index::glass {

namespace {

// The head of a block: revision (4 bytes), level (1), the largest gap (2), all gaps together (2),
// where the directory ends (2).
constexpr std::size_t gap_place = 5;
constexpr std::size_t room_place = 7;
constexpr std::size_t directory_end_place = 9;
constexpr std::size_t directory_begin = 11;
constexpr std::size_t directory_entry_bytes = 2;

constexpr std::size_t length_bytes = 2;
constexpr std::size_t key_length_bytes = 1;
constexpr std::size_t component_bytes = 2;
constexpr std::size_t child_bytes = 4;

constexpr std::uint32_t compressed_mark = 0x8000;
constexpr std::uint32_t last_mark = 0x4000;
constexpr std::uint32_t first_mark = 0x2000;
constexpr std::uint32_t length_mask = 0x1fff;

}  // namespace

bool Block::has_directory() const noexcept {
    const std::size_t end = number16(directory_end_place);
    return end > directory_begin && end <= bytes_.size() &&
           (end - directory_begin) % directory_entry_bytes == 0;
}

std::size_t Block::items() const noexcept {
    return (number16(directory_end_place) - directory_begin) / directory_entry_bytes;
}

std::size_t Block::item_begin(std::size_t i) const noexcept {
    return number16(directory_begin + i * directory_entry_bytes);
}

/// 0 if it cannot be told within the block.
std::size_t Block::item_bytes(std::size_t begin) const noexcept {
    if (level() != 0) {
        if (begin + child_bytes + key_length_bytes > bytes_.size()) return 0;
        return child_bytes + key_length_bytes + number8(begin + child_bytes) + component_bytes;
    }
    if (begin + length_bytes + key_length_bytes > bytes_.size()) return 0;
    const std::uint32_t head = number16(begin);
    const std::size_t bytes = (head & length_mask) + length_bytes + key_length_bytes;
    const std::size_t least = length_bytes + key_length_bytes + number8(begin + length_bytes) +
                              ((head & first_mark) != 0 ? 0 : component_bytes);
    return bytes < least ? 0 : bytes;
}

bool Block::has_item(std::size_t i) const noexcept {
    const std::size_t begin = item_begin(i);
    if (begin < number16(directory_end_place) + number16(gap_place)) return false;
    const std::size_t bytes = item_bytes(begin);
    return bytes != 0 && begin + bytes <= bytes_.size();
}

bool Block::has_room_as_stated() const noexcept {
    std::size_t used = number16(directory_end_place);
    for (std::size_t i = 0; i < items(); ++i)
        used += item_bytes(item_begin(i));
    return used + number16(room_place) == bytes_.size();
}

LeafItem Block::leaf_item(std::size_t i) const noexcept {
    const std::size_t begin = item_begin(i);
    const std::size_t end = begin + item_bytes(begin);
    const std::uint32_t head = number16(begin);
    LeafItem item;
    item.compressed = (head & compressed_mark) != 0;
    item.last = (head & last_mark) != 0;
    item.first = (head & first_mark) != 0;
    std::size_t at = begin + length_bytes + key_length_bytes;
    item.key.key = text(at, number8(begin + length_bytes));
    at += item.key.key.size();
    item.key.component = item.first ? 1 : number16(at);
    if (!item.first) at += component_bytes;
    item.piece = text(at, end - at);
    return item;
}

BranchItem Block::branch_item(std::size_t i) const noexcept {
    const std::size_t begin = item_begin(i);
    const std::size_t key = begin + child_bytes + key_length_bytes;
    const std::size_t key_bytes = number8(begin + child_bytes);
    return {{text(key, key_bytes), number16(key + key_bytes)}, number32(begin)};
}

BlockFile::BlockFile(std::filesystem::path path, std::uint32_t block_bytes)
    : path_(std::move(path)),
      block_bytes_(block_bytes),
      file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status {};
    if (!file_ || ::fstat(file_.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    blocks_ = static_cast<std::uint64_t>(status.st_size) / block_bytes_;
}

void BlockFile::read(std::uint32_t number, Block& block) const {
    if (number >= blocks_) throw_damaged(number, "is not there");
    const std::span<char> bytes = block.bytes();
    auto offset = static_cast<off_t>(std::uint64_t{number} * block_bytes_);
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t size = ::pread(file_.get(), bytes.data() + done, bytes.size() - done, offset);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) throw_damaged(number, "cannot be read");
        done += static_cast<std::size_t>(size);
        offset += size;
    }
}

void BlockFile::throw_damaged(std::uint32_t block, const std::string& what) const {
    throw_damaged("block " + std::to_string(block) + " " + what);
}

void BlockFile::throw_damaged(const std::string& what) const {
    throw DamagedTable(path_.filename().string() + ": " + what);
}

}  // namespace kb::index::glass
