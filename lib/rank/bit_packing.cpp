#include "rank/bit_packing.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace kb::rank {

namespace {

using Lanes = std::uint32_t __attribute__((vector_size(16)));
constexpr unsigned lanes = 4;
constexpr unsigned rows = block_size / lanes;
constexpr unsigned word_bits = 32;
constexpr unsigned max_bits = 32;

Lanes load(const std::byte* packed, std::size_t word) {
    Lanes value;
    std::memcpy(&value, packed + word * sizeof value, sizeof value);
    return value;
}

void store(std::uint32_t* numbers, unsigned row, const Lanes& value) {
    std::memcpy(numbers + std::size_t{row} * lanes, &value, sizeof value);
}

template <unsigned bits, unsigned row>
[[gnu::always_inline]] inline Lanes unpack_row(const std::byte* packed) {
    if constexpr (bits == 0) {
        return Lanes{};
    } else {
        constexpr unsigned word = row * bits / word_bits;
        constexpr unsigned shift = row * bits % word_bits;
        Lanes value = load(packed, word) >> shift;
        if constexpr (shift + bits > word_bits) {
            value |= load(packed, word + 1) << (word_bits - shift);
        }
        if constexpr (bits < max_bits) value &= (std::uint32_t{1} << bits) - 1;
        return value;
    }
}

/// Sums within a row and adds the last sum of the row before.
[[gnu::always_inline]] inline Lanes running_sums(Lanes value, const Lanes& before) {
    const Lanes zero{};
    value += __builtin_shufflevector(zero, value, 0, 4, 5, 6);
    value += __builtin_shufflevector(zero, value, 0, 1, 4, 5);
    return value + __builtin_shufflevector(before, before, 3, 3, 3, 3);
}

template <unsigned bits, unsigned... row>
void unpack_rows(const std::byte* packed, std::uint32_t base, std::uint32_t* numbers,
                 std::integer_sequence<unsigned, row...>) {
    const Lanes bases = Lanes{} + base;
    (store(numbers, row, unpack_row<bits, row>(packed) + bases), ...);
}

template <unsigned bits, unsigned... row>
void unpack_ascending_rows(const std::byte* packed, std::uint32_t before, std::uint32_t* numbers,
                           std::integer_sequence<unsigned, row...>) {
    Lanes sums = Lanes{} + before;
    ((sums = running_sums(unpack_row<bits, row>(packed) + 1, sums), store(numbers, row, sums)),
     ...);
}

using Unpack = void (*)(const std::byte*, std::uint32_t, std::uint32_t*);
constexpr auto all_rows = std::make_integer_sequence<unsigned, rows>();

template <unsigned... bits>
constexpr std::array<Unpack, max_bits + 1> plain_table(std::integer_sequence<unsigned, bits...>) {
    return {[](const std::byte* packed, std::uint32_t base, std::uint32_t* numbers) {
        unpack_rows<bits>(packed, base, numbers, all_rows);
    }...};
}

template <unsigned... bits>
constexpr std::array<Unpack, max_bits + 1> ascending_table(
    std::integer_sequence<unsigned, bits...>) {
    return {[](const std::byte* packed, std::uint32_t before, std::uint32_t* numbers) {
        unpack_ascending_rows<bits>(packed, before, numbers, all_rows);
    }...};
}

constexpr auto every_width = std::make_integer_sequence<unsigned, max_bits + 1>();
constexpr std::array<Unpack, max_bits + 1> unpackers = plain_table(every_width);
constexpr std::array<Unpack, max_bits + 1> ascending_unpackers = ascending_table(every_width);

}  // namespace

unsigned bits_needed(std::span<const std::uint32_t> numbers) {
    std::uint32_t all = 0;
    for (const std::uint32_t number : numbers)
        all |= number;
    return static_cast<unsigned>(std::bit_width(all));
}

void pack(const std::uint32_t* numbers, unsigned bits, std::byte* packed) {
    if (bits == 0) return;  // nothing to write, and perhaps nowhere
    std::memset(packed, 0, packed_bytes(bits));
    for (unsigned i = 0; i < block_size; ++i) {
        const unsigned first_bit = i / lanes * bits;
        const unsigned shift = first_bit % word_bits;
        const std::uint64_t spread = std::uint64_t{numbers[i]} << shift;
        for (unsigned half = 0; half < (shift + bits > word_bits ? 2U : 1U); ++half) {
            std::byte* at =
                packed + (std::size_t{first_bit / word_bits + half} * lanes + i % lanes) * 4;
            std::uint32_t word = 0;
            std::memcpy(&word, at, sizeof word);
            word |= static_cast<std::uint32_t>(spread >> (half * word_bits));
            std::memcpy(at, &word, sizeof word);
        }
    }
}

void unpack(const std::byte* packed, unsigned bits, std::uint32_t base, std::uint32_t* numbers) {
    unpackers[bits](packed, base, numbers);
}

std::uint32_t unpack_one(const std::byte* packed, unsigned bits, std::uint32_t base,
                         std::size_t place) {
    if (bits == 0) return base;
    const std::size_t first_bit = place / lanes * bits;
    const std::size_t shift = first_bit % word_bits;
    const auto word = [&](std::size_t row) {
        std::uint32_t value = 0;
        std::memcpy(&value, packed + (row * lanes + place % lanes) * sizeof value, sizeof value);
        return value;
    };
    std::uint32_t value = word(first_bit / word_bits) >> shift;
    if (shift + bits > word_bits) value |= word(first_bit / word_bits + 1) << (word_bits - shift);
    if (bits < max_bits) value &= (std::uint32_t{1} << bits) - 1;
    return value + base;
}

void unpack_ascending(const std::byte* packed, unsigned bits, std::uint32_t before,
                      std::uint32_t* numbers) {
    ascending_unpackers[bits](packed, before, numbers);
}

}  // namespace kb::rank
