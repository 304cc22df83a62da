#include "rank/posting_list.hpp"

#include <algorithm>

#include "rank/varint.hpp"

namespace kb::rank {

namespace {

constexpr std::uint32_t known_flags = flag_scored | flag_bitmap | flag_positions;
constexpr std::size_t block_table_offset = 16;  // head, data_units, padding
constexpr unsigned max_bits = 32;
constexpr unsigned bitmap_word_bits = 64;

[[noreturn]] void throw_damaged(const char* what) {
    throw DamagedFile(what);
}

/// The next multiple of record_alignment.
constexpr std::size_t aligned(std::size_t bytes) {
    return (bytes + record_alignment - 1) / record_alignment * record_alignment;
}

/// Takes the first `count` elements off `bytes`; they are aligned as the format says.
template <typename Element>
std::span<const Element> take(std::span<const std::byte>& bytes, std::size_t count) {
    if (bytes.size() / sizeof(Element) < count) throw_damaged("postings beyond their section");
    const std::span elements(reinterpret_cast<const Element*>(bytes.data()), count);
    bytes = bytes.subspan(count * sizeof(Element));
    return elements;
}

}  // namespace

std::span<const std::byte> part_of(std::span<const std::byte> positions,
                                   const PositionStarts& starts, std::size_t i) {
    if (starts[i] > starts[i + 1] || starts[i + 1] > positions.size())
        throw_damaged("positions beyond their section");
    return positions.subspan(starts[i], starts[i + 1] - starts[i]);
}

PostingList::PostingList(std::span<const std::byte> record, std::uint32_t frequency,
                         std::uint32_t documents)
    : frequency_(frequency), documents_(documents) {
    std::span<const std::byte> rest = record;
    const std::uint32_t head = take<std::uint32_t>(rest, 1).front();
    const std::uint32_t flags = head & 0xff;
    if ((flags & ~known_flags) != 0 || frequency == 0 || frequency > documents)
        throw_damaged("a list of postings of an unknown form");
    scored_ = (flags & flag_scored) != 0;
    has_positions_ = (flags & flag_positions) != 0;
    const std::size_t tail_bytes = head >> 8;
    if (frequency < block_size) {
        tail_ = take<std::byte>(rest, tail_bytes);
        positions_ = rest;
        return;
    }
    read_blocks(record, head, tail_bytes);
    check_blocks();
}

void PostingList::read_blocks(std::span<const std::byte> record, std::uint32_t head,
                              std::size_t tail_bytes) {
    std::span<const std::byte> rest = record;
    const std::size_t data_units = take<std::uint32_t>(rest, 2).back();
    rest = record;
    take<std::byte>(rest, block_table_offset);
    const std::size_t blocks = frequency_ / block_size;
    last_ = take<std::uint32_t>(rest, blocks);
    blocks_ = take<BlockInfo>(rest, blocks);
    if (scored_) pairs_ = take<CompetitivePairs>(rest, blocks);
    tail_ = take<std::byte>(rest, tail_bytes);
    const std::size_t used = record.size() - rest.size();
    take<std::byte>(rest, aligned(used) - used);
    data_ = take<std::byte>(rest, data_units * record_alignment);
    if ((head & flag_bitmap) != 0) {
        bitmap_ = take<std::uint64_t>(rest, (documents_ + bitmap_word_bits - 1) / bitmap_word_bits);
        const unsigned used_bits = documents_ % bitmap_word_bits;
        if (used_bits != 0 && (bitmap_.back() >> used_bits) != 0)
            throw_damaged("a bitmap of more documents than there are");
    }
    if (!has_positions_) return;
    const std::size_t before = record.size() - rest.size();
    take<std::byte>(rest, aligned(before) - before);
    read_positions(rest);
}

void PostingList::read_positions(std::span<const std::byte> rest) {
    position_blocks_ = take<PositionBlock>(rest, last_.size() + 1);
    const std::size_t table_bytes = position_blocks_.size_bytes();
    take<std::byte>(rest, aligned(table_bytes) - table_bytes);
    positions_ = rest;
}

void PostingList::check_blocks() const {
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const BlockInfo& info = blocks_[i];
        const unsigned wdf_bits = scored_ ? info.wdf_bits : 0;
        const bool ascending = last_[i] < documents_ && (i == 0 || last_[i] > before);
        const bool inside = info.gap_bits <= max_bits && wdf_bits <= max_bits &&
                            std::size_t{info.data} * record_alignment +
                                    packed_bytes(info.gap_bits) + packed_bytes(wdf_bits) <=
                                data_.size();
        if (!ascending || !inside) throw_damaged("a table of blocks out of order");
        before = last_[i];
    }
}

void PostingList::unpack_ordinals(std::size_t block, std::uint32_t* ordinals) const {
    const BlockInfo& info = blocks_[block];
    const std::uint32_t before = block == 0 ? UINT32_MAX : last_[block - 1];
    unpack_ascending(data_.data() + std::size_t{info.data} * record_alignment, info.gap_bits,
                     before, ordinals);
    // Small gaps cannot wrap around on the way to the right end; wide ones are looked at.
    constexpr unsigned safe_bits = 20;
    const bool ascending =
        info.gap_bits <= safe_bits ||
        (std::is_sorted(ordinals, ordinals + block_size) &&
         std::adjacent_find(ordinals, ordinals + block_size) == ordinals + block_size &&
         (block == 0 || ordinals[0] > before));
    if (ordinals[block_size - 1] != last_[block] || !ascending)
        throw_damaged("a block of postings that is not what its table says");
}

void PostingList::unpack_wdfs(std::size_t block, std::uint32_t* wdfs) const {
    if (!scored_) {
        std::fill_n(wdfs, block_size, 0U);
        return;
    }
    const BlockInfo& info = blocks_[block];
    unpack(data_.data() + std::size_t{info.data} * record_alignment + packed_bytes(info.gap_bits),
           info.wdf_bits, info.wdf_base, wdfs);
}

std::uint32_t PostingList::wdf(std::size_t block, std::size_t place) const {
    if (!scored_) return 0;
    const BlockInfo& info = blocks_[block];
    return unpack_one(
        data_.data() + std::size_t{info.data} * record_alignment + packed_bytes(info.gap_bits),
        info.wdf_bits, info.wdf_base, place);
}

std::span<const std::byte> PostingList::unpack_positions(std::size_t block,
                                                         PositionStarts& starts) const {
    std::span<const std::byte> rest = positions_;
    if (!position_blocks_.empty())
        take<std::byte>(rest, std::size_t{position_blocks_[block].data} * record_alignment);
    starts[0] = 0;
    if (block < full_blocks()) {
        const std::uint32_t bits = position_blocks_[block].size_bits;
        if (bits > max_bits) throw_damaged("positions of an unknown form");
        // The ascending numbers with these gaps are the ends, each too great by its place.
        unpack_ascending(take<std::byte>(rest, packed_bytes(bits)).data(), bits, UINT32_MAX,
                         starts.data() + 1);
        for (std::uint32_t i = 0; i < block_size; ++i)
            starts[i + 1] -= i;
    } else {
        for (std::size_t i = 0; i < tail_size(); ++i)
            starts[i + 1] = starts[i] + read_varint(rest);
    }
    return rest;
}

void PostingList::unpack_tail(UnpackedBlock& tail) const {
    std::span<const std::byte> rest = tail_;
    std::uint64_t next = last_.empty() ? 0 : std::uint64_t{last_.back()} + 1;
    for (std::size_t i = 0; i < tail_size(); ++i) {
        std::uint64_t gap = read_varint(rest);
        std::uint32_t wdf = 0;
        if (scored_) {
            wdf = (gap & 1) != 0 ? 1 : read_varint(rest);
            gap >>= 1;
        }
        next += gap;
        if (next >= documents_) throw_damaged("a posting of a document that does not exist");
        tail.ordinals[i] = static_cast<std::uint32_t>(next++);
        tail.wdfs[i] = wdf;
    }
    for (std::size_t i = tail_size(); i < block_size; ++i) {
        tail.ordinals[i] = no_ordinal;
        tail.wdfs[i] = 0;
    }
}

}  // namespace kb::rank
