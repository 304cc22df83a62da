#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kb::rank {

/// Numbers in a block.
inline constexpr std::size_t block_size = 128;

/// The bits that the largest of the numbers takes; 0 if all are 0.
unsigned bits_needed(std::span<const std::uint32_t> numbers);

/// The bytes of a block packed with that many bits a number.
constexpr std::size_t packed_bytes(unsigned bits) {
    return block_size / 8 * bits;
}

/// Packs block_size numbers of at most `bits` ≤ 32 bits into packed_bytes(bits) bytes: number i
/// lies in row i / 4 of lane i % 4, so that four are unpacked at once (Lemire and Boytsov,
/// "Decoding billions of integers per second through vectorization", 2015).
void pack(const std::uint32_t* numbers, unsigned bits, std::byte* packed);

/// Unpacks block_size numbers and adds `base` to each. Reads packed_bytes(bits) bytes whatever they
/// hold; bits ≤ 32. Written with four-lane vectors, which every x86-64 (SSE2) and AArch64 (NEON)
/// processor has: nothing needs to be chosen at run time.
void unpack(const std::byte* packed, unsigned bits, std::uint32_t base, std::uint32_t* numbers);

/// The number in one place of a packed block: what unpack() puts there. Constant time.
std::uint32_t unpack_one(const std::byte* packed, unsigned bits, std::uint32_t base,
                         std::size_t place);

/// Unpacks the gaps of a strictly ascending sequence: number i = number i−1 + 1 + gap i, beginning
/// after `before`. Wraps around at 2^32.
void unpack_ascending(const std::byte* packed, unsigned bits, std::uint32_t before,
                      std::uint32_t* numbers);

}  // namespace kb::rank
