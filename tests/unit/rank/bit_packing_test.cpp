#include "rank/bit_packing.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

using namespace kb::rank;

namespace {

using Numbers = std::array<std::uint32_t, block_size>;

Numbers random_numbers(std::mt19937& random, unsigned bits) {
    Numbers numbers{};
    for (std::uint32_t& number : numbers)
        number = bits == 0 ? 0 : static_cast<std::uint32_t>(random()) >> (32 - bits);
    return numbers;
}

}  // namespace

TEST_CASE("numbers of every width come back as they were packed") {
    std::mt19937 random(1);
    for (unsigned bits = 0; bits <= 32; ++bits) {
        CAPTURE(bits);
        const Numbers numbers = random_numbers(random, bits);
        CHECK(bits_needed(numbers) <= bits);
        std::vector<std::byte> packed(packed_bytes(bits));
        pack(numbers.data(), bits, packed.data());
        Numbers unpacked{};
        unpack(packed.data(), bits, 0, unpacked.data());
        CHECK(unpacked == numbers);
        unpack(packed.data(), bits, 7, unpacked.data());
        for (std::size_t i = 0; i < block_size; ++i)
            CHECK(unpacked[i] == numbers[i] + 7);
    }
}

TEST_CASE("gaps of every width add up to the ascending numbers") {
    std::mt19937 random(2);
    for (unsigned bits = 0; bits <= 24; ++bits) {
        CAPTURE(bits);
        const Numbers gaps = random_numbers(random, bits);
        std::vector<std::byte> packed(packed_bytes(bits));
        pack(gaps.data(), bits, packed.data());
        for (const std::uint32_t before : {UINT32_MAX, 0U, 99U}) {
            Numbers unpacked{};
            unpack_ascending(packed.data(), bits, before, unpacked.data());
            std::uint32_t expected = before;
            for (std::size_t i = 0; i < block_size; ++i) {
                expected += 1 + gaps[i];
                CHECK(unpacked[i] == expected);
            }
        }
    }
}

TEST_CASE("the bits needed are those of the largest number") {
    CHECK(bits_needed(std::vector<std::uint32_t>{0, 0}) == 0);
    CHECK(bits_needed(std::vector<std::uint32_t>{1, 4, 2}) == 3);
    CHECK(bits_needed(std::vector<std::uint32_t>{UINT32_MAX}) == 32);
}
