#include "rank/positions.hpp"

#include "rank/varint.hpp"

namespace kb::rank {

void append_positions(std::string& to, std::span<const std::uint32_t> positions) {
    std::uint32_t next = 0;
    for (const std::uint32_t position : positions) {
        append_varint(to, position - next);
        next = position + 1;
    }
}

bool PositionReader::next_long() {
    std::span<const std::byte> rest(at_, end_);
    position_ += std::uint64_t{read_varint(rest)} + 1;
    at_ = rest.data();
    return true;
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
