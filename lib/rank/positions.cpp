#include "rank/positions.hpp"

#include "rank/posting_list.hpp"

namespace kb::rank {

namespace {

constexpr unsigned payload_bits = 7;
constexpr std::uint32_t more = 1U << payload_bits;
constexpr unsigned most_bits = 32;

}  // namespace

void append_positions(std::string& to, std::span<const std::uint32_t> positions) {
    std::uint32_t next = 0;
    for (const std::uint32_t position : positions) {
        std::uint32_t gap = position - next;
        next = position + 1;
        for (; gap >= more; gap >>= payload_bits)
            to += static_cast<char>(gap | more);
        to += static_cast<char>(gap);
    }
}

bool PositionReader::next_long() {
    std::uint64_t gap = 0;
    for (unsigned shift = 0; at_ != end_ && shift < most_bits; shift += payload_bits) {
        const auto byte = static_cast<std::uint64_t>(*at_++);
        gap |= (byte & (more - 1)) << shift;
        if (byte >= more) continue;
        position_ += gap + 1;
        return true;
    }
    throw DamagedFile("a position that cannot be");
}

bool stand_in_a_row(std::span<PositionReader> readers) {
    if (!readers.front().next()) return false;
    std::uint64_t start = readers.front().position();
    std::size_t agreed = 1;  // readers, cyclically, that stand where `start` wants them
    for (std::size_t i = 1 % readers.size(); agreed < readers.size();
         i = (i + 1) % readers.size()) {
        if (!readers[i].skip_to(start + i)) return false;
        const std::uint64_t found = readers[i].position();
        if (found == start + i) {
            ++agreed;
        } else {
            start = found - i;  // found > start + i ≥ i
            agreed = 1;
        }
    }
    return true;
}

}  // namespace kb::rank
