#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rank/posting_list.hpp"

namespace kb::rank {

/// Numbers of seven bits a byte, the least significant first.

/// Appends to a container of bytes or characters.
template <typename Bytes>
void append_varint(Bytes& to, std::uint64_t number) {
    using Byte = typename Bytes::value_type;
    constexpr unsigned payload_bits = 7;
    constexpr std::uint64_t more = std::uint64_t{1} << payload_bits;
    for (; number >= more; number >>= payload_bits)
        to.push_back(static_cast<Byte>(number | more));
    to.push_back(static_cast<Byte>(number));
}

/// Takes a number off the bytes. Throws DamagedFile where there is none, or one beyond 32 bits.
inline std::uint32_t read_varint(std::span<const std::byte>& bytes) {
    constexpr unsigned payload_bits = 7;
    constexpr std::uint64_t more = std::uint64_t{1} << payload_bits;
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 5 * payload_bits && !bytes.empty(); shift += payload_bits) {
        const auto byte = std::to_integer<std::uint64_t>(bytes.front());
        bytes = bytes.subspan(1);
        number |= (byte & (more - 1)) << shift;
        if (byte >= more) continue;
        if (number > UINT32_MAX) break;
        return static_cast<std::uint32_t>(number);
    }
    throw DamagedFile("an impossible number in a list of postings");
}

}  // namespace kb::rank
