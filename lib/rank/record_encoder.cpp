#include "rank/record_encoder.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include "kb/error.hpp"
#include "rank/bit_packing.hpp"
#include "rank/varint.hpp"

namespace kb::rank {

namespace {

void append(std::vector<std::byte>& to, std::string_view bytes) {
    const std::span<const std::byte> from = std::as_bytes(std::span(bytes));
    to.insert(to.end(), from.begin(), from.end());
}

/// Packs a block of numbers.
void append_packed(std::vector<std::byte>& to, std::span<const std::uint32_t> numbers,
                   unsigned bits) {
    const std::size_t at = to.size();
    to.resize(at + packed_bytes(bits));
    pack(numbers.data(), bits, to.data() + at);
}

}  // namespace

void Record::clear() {
    last.clear();
    blocks.clear();
    pairs.clear();
    tail.clear();
    data.clear();
}

const Record& RecordEncoder::encode(std::span<const Posting> postings, bool scored) {
    record_.clear();
    std::uint32_t before = UINT32_MAX;
    while (postings.size() >= block_size) {
        add_block(postings.first(block_size), before, scored);
        before = postings[block_size - 1].ordinal;
        postings = postings.subspan(block_size);
    }
    add_tail(postings, before, scored);
    return record_;
}

void RecordEncoder::add_block(std::span<const Posting> postings, std::uint32_t before,
                              bool scored) {
    std::array<std::uint32_t, block_size> gaps{};
    std::array<std::uint32_t, block_size> wdfs{};
    std::uint32_t least = UINT32_MAX;
    std::vector<Occurrence> occurrences;
    for (std::size_t i = 0; i < block_size; ++i) {
        gaps[i] = postings[i].ordinal - before - 1;
        before = postings[i].ordinal;
        wdfs[i] = postings[i].wdf;
        least = std::min(least, wdfs[i]);
        occurrences.push_back({postings[i].wdf, lengths_[postings[i].ordinal]});
    }
    BlockInfo info;
    info.data = static_cast<std::uint32_t>(record_.data.size() / record_alignment);
    info.gap_bits = static_cast<std::uint8_t>(bits_needed(gaps));
    append_packed(record_.data, gaps, info.gap_bits);
    if (scored) {
        info.wdf_base = static_cast<std::uint16_t>(std::min<std::uint32_t>(least, UINT16_MAX));
        for (std::uint32_t& wdf : wdfs)
            wdf -= info.wdf_base;
        info.wdf_bits = static_cast<std::uint8_t>(bits_needed(wdfs));
        append_packed(record_.data, wdfs, info.wdf_bits);
        record_.pairs.push_back(competitive_pairs(std::move(occurrences)));
    }
    record_.blocks.push_back(info);
    record_.last.push_back(before);
}

void RecordEncoder::add_tail(std::span<const Posting> postings, std::uint32_t before, bool scored) {
    for (const Posting& posting : postings) {
        const std::uint64_t gap = posting.ordinal - before - 1;
        before = posting.ordinal;
        if (!scored) {
            append_varint(record_.tail, gap);
            continue;
        }
        append_varint(record_.tail, gap << 1 | (posting.wdf == 1 ? 1 : 0));
        if (posting.wdf != 1) append_varint(record_.tail, posting.wdf);
    }
}

PositionRecord encode(const PositionBytes& positions) {
    PositionRecord record;
    std::span<const std::uint32_t> sizes = positions.sizes;
    std::string_view bytes = positions.bytes;
    const auto begin_block = [&](unsigned size_bits) {
        record.data.resize((record.data.size() + record_alignment - 1) / record_alignment *
                           record_alignment);
        record.blocks.push_back(
            {static_cast<std::uint32_t>(record.data.size() / record_alignment), size_bits});
    };
    for (; sizes.size() >= block_size; sizes = sizes.subspan(block_size)) {
        const auto block = sizes.first(block_size);
        const unsigned bits = bits_needed(block);
        begin_block(bits);
        append_packed(record.data, block, bits);
        const std::size_t total = std::accumulate(block.begin(), block.end(), std::size_t{0});
        if (total > UINT32_MAX)
            throw Error(ErrorCode::invalid_argument, "positions of too many words");
        append(record.data, bytes.substr(0, total));
        bytes.remove_prefix(total);
    }
    begin_block(0);
    for (const std::uint32_t size : sizes)
        append_varint(record.data, size);
    append(record.data, bytes);
    return record;
}

}  // namespace kb::rank
