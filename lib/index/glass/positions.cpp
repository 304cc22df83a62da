#include "index/glass/positions.hpp"

#include <bit>

#include "index/glass/encoding.hpp"

namespace kb::index::glass {

namespace {

/// Bits into bytes, the least significant first.
class BitWriter {
  public:
    explicit BitWriter(std::string& to) : to_(to) {}

    /// A value below `count`. Where count is no power of two, the values in the middle take one bit
    /// less.
    void write(std::uint32_t value, std::uint32_t count) {
        auto bits = static_cast<unsigned>(std::bit_width(count - 1));
        const std::uint64_t spare = (std::uint64_t{1} << bits) - count;
        if (spare != 0) {
            const std::uint64_t middle = (count - spare) / 2;
            if (value >= middle + spare) {
                value = static_cast<std::uint32_t>(value - (middle + spare)) | 1U << (bits - 1);
            } else if (value >= middle) {
                --bits;
            }
        }
        pending_ |= std::uint64_t{value} << pending_bits_;
        for (pending_bits_ += bits; pending_bits_ >= 8; pending_bits_ -= 8) {
            to_ += static_cast<char>(pending_);
            pending_ >>= 8;
        }
    }

    /// What lies between the first and the last.
    void write_between(std::span<const std::uint32_t> positions) {
        while (positions.size() > 2) {
            const std::size_t last = positions.size() - 1;
            const std::size_t middle = last / 2;
            const auto count =
                static_cast<std::uint32_t>(positions[last] - positions[0] - last + 1);
            const auto lowest = static_cast<std::uint32_t>(positions[0] + middle);
            write(positions[middle] - lowest, count);
            write_between(positions.first(middle + 1));
            positions = positions.subspan(middle);
        }
    }

    void finish() {
        if (pending_bits_ > 0) to_ += static_cast<char>(pending_);
    }

  private:
    std::string& to_;
    std::uint64_t pending_ = 0;
    unsigned pending_bits_ = 0;
};

}  // namespace

void append_positions(std::string& to, std::span<const std::uint32_t> positions) {
    append_number(to, positions.back());
    if (positions.size() == 1) return;
    BitWriter bits(to);
    bits.write(positions.front(), positions.back());
    bits.write(static_cast<std::uint32_t>(positions.size() - 2),
               positions.back() - positions.front());
    bits.write_between(positions);
    bits.finish();
}

}  // namespace kb::index::glass
