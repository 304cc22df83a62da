#include "index/glass/table_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "index/errors.hpp"

namespace kb::index::glass {

namespace {

constexpr std::size_t length_bytes = 2;  // of an item
constexpr std::size_t key_length_bytes = 1;
constexpr std::size_t component_bytes = 2;
constexpr std::size_t child_bytes = 4;
constexpr std::size_t directory_bytes = 2;  // of an entry
constexpr std::size_t least_items = 4;      // that fit into a block, however large
constexpr std::size_t max_item_bytes =
    (block_bytes - 11 - least_items * directory_bytes) / least_items;

constexpr unsigned compressed_flag = 0x80;
constexpr unsigned last_component_flag = 0x40;
constexpr unsigned first_component_flag = 0x20;

constexpr std::size_t pending_bytes = std::size_t{512} << 10;

void put16(char* at, std::size_t value) {
    at[0] = static_cast<char>(value >> 8);
    at[1] = static_cast<char>(value);
}
void put32(char* at, std::uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value & 0xffff);
}
char* copy(char* at, std::string_view bytes) {
    return std::copy(bytes.begin(), bytes.end(), at);
}

}  // namespace

char* TableWriter::Block::append(std::size_t bytes) {
    items_ -= bytes;
    put16(bytes_.data() + directory_, items_);
    directory_ += directory_bytes;
    return bytes_.data() + items_;
}

const std::array<char, block_bytes>& TableWriter::Block::finish() {
    put32(bytes_.data(), first_revision);
    bytes_[4] = static_cast<char>(level_);
    put16(bytes_.data() + 5, room());
    put16(bytes_.data() + 7, room());
    put16(bytes_.data() + 9, directory_);
    std::fill(bytes_.data() + directory_, bytes_.data() + items_, '\0');
    return bytes_;
}

void TableWriter::Block::clear(std::uint32_t number) {
    number_ = number;
    directory_ = directory_start;
    items_ = block_bytes;
}

TableWriter::TableWriter(std::filesystem::path path)
    : path_(std::move(path)),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    if (!file_) {
        throw_system_error({errno, std::generic_category()}, "cannot write " + path_.string());
    }
    // The tree begins with an empty key.
    constexpr std::size_t bytes = length_bytes + key_length_bytes;
    char* item = leaf_.append(bytes);
    put16(item, (first_component_flag | last_component_flag) << 8);
    item[length_bytes] = 0;
}

void TableWriter::add(std::string_view key, std::string_view tag, bool compressed) {
    if (key.size() > max_key_bytes) {
        throw Error(ErrorCode::invalid_argument, "a term is too long for the index");
    }
    const std::size_t head = length_bytes + key_length_bytes + key.size();
    const std::size_t most = max_item_bytes - head - component_bytes;
    std::size_t piece = first_piece(key.size(), tag.size());
    for (std::uint32_t component = 1;; ++component) {
        const bool last = piece >= tag.size();
        add_item(key, tag.substr(0, piece), component,
                 (compressed ? compressed_flag : 0) | (last ? last_component_flag : 0));
        if (last) break;
        tag.remove_prefix(piece);
        piece = most;
    }
    ++entries_;
}

/// How much of a tag goes into its first item. One that takes several fills the present block up
/// where that makes no further item.
std::size_t TableWriter::first_piece(std::size_t key_bytes, std::size_t tag_bytes) const {
    const std::size_t head = length_bytes + key_length_bytes + key_bytes;
    if (tag_bytes <= max_item_bytes - head) return tag_bytes;
    const std::size_t most = max_item_bytes - head - component_bytes;
    const std::size_t rest = leaf_.room() % (max_item_bytes + directory_bytes);
    if (rest > directory_bytes + head + component_bytes) {
        const std::size_t fitting = rest - directory_bytes - head - component_bytes;
        if (fitting >= (tag_bytes - component_bytes) % most) return fitting + component_bytes;
    }
    return most + component_bytes;
}

void TableWriter::add_item(std::string_view key, std::string_view piece, std::uint32_t component,
                           unsigned flags) {
    const bool first = component == 1;
    const std::size_t bytes =
        length_bytes + key_length_bytes + key.size() + (first ? 0 : component_bytes) + piece.size();
    if (leaf_.room() < bytes + directory_bytes) begin_leaf(key, component);
    char* at = leaf_.append(bytes);
    if (first) flags |= first_component_flag;
    put16(at, flags << 8 | (bytes - length_bytes - key_length_bytes));
    at[length_bytes] = static_cast<char>(key.size());
    at = copy(at + length_bytes + key_length_bytes, key);
    if (!first) {
        put16(at, component);
        at += component_bytes;
    }
    copy(at, piece);
    if (first) last_key_.assign(key);
}

/// The key above a leaf is cut after the first byte that tells it from the key before.
void TableWriter::begin_leaf(std::string_view key, std::uint32_t component) {
    const std::uint32_t full = leaf_.number();
    put(leaf_);
    leaf_.clear(next_number_++);
    if (branches_.empty()) begin_branches(full);
    const auto differ =
        std::mismatch(key.begin(), key.end(), last_key_.begin(), last_key_.end()).first;
    const auto same = static_cast<std::size_t>(differ - key.begin());
    add_branch(0, key.substr(0, std::min(same + 1, key.size())), component, leaf_.number());
}

void TableWriter::begin_branches(std::uint32_t child) {
    branches_.emplace_back(next_number_++, static_cast<std::uint8_t>(branches_.size() + 1));
    add_branch(branches_.size() - 1, {}, 0, child);
}

void TableWriter::add_branch(std::size_t level, std::string_view key, std::uint32_t component,
                             std::uint32_t child) {
    std::size_t bytes = child_bytes + key_length_bytes + key.size() + component_bytes;
    if (branches_[level].room() < bytes + directory_bytes) {
        const std::uint32_t full = branches_[level].number();
        put(branches_[level]);
        const std::uint32_t number = next_number_++;
        branches_[level].clear(number);
        if (level + 1 == branches_.size()) begin_branches(full);
        add_branch(level + 1, key, component, number);
        // The first key of a branch is said by the block above.
        bytes -= key.size();
        key = {};
        component = 0;
    }
    char* at = branches_[level].append(bytes);
    put32(at, child);
    at[child_bytes] = static_cast<char>(key.size());
    at = copy(at + child_bytes + key_length_bytes, key);
    put16(at, component);
}

TableRoot TableWriter::finish() {
    put(leaf_);
    for (Block& branch : branches_)
        put(branch);
    flush();
    const std::uint32_t root = branches_.empty() ? leaf_.number() : branches_.back().number();
    return {root, static_cast<std::uint32_t>(branches_.size()), entries_, next_number_};
}

void TableWriter::put(Block& block) {
    const std::uint32_t number = block.number();
    if (number != pending_end_ || pending_.size() >= pending_bytes) flush();
    const auto& bytes = block.finish();
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    pending_end_ = number + 1;
}

void TableWriter::flush() {
    const char* from = pending_.data();
    std::size_t left = pending_.size();
    auto offset = static_cast<off_t>(std::uint64_t{pending_end_} * block_bytes - left);
    while (left > 0) {
        const ssize_t written = ::pwrite(file_.get(), from, left, offset);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            throw_system_error({written < 0 ? errno : ENOSPC, std::generic_category()},
                               "cannot write " + path_.string());
        }
        from += written;
        left -= static_cast<std::size_t>(written);
        offset += written;
    }
    pending_.clear();
}

}  // namespace kb::index::glass
