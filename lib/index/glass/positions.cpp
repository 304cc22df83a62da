#include "index/glass/positions.hpp"

#include <bit>

#include "index/glass/decoding.hpp"
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

/// Takes apart what BitWriter wrote.
class BitReader {
  public:
    explicit BitReader(std::string_view bytes) : rest_(bytes) {}

    std::uint32_t read(std::uint32_t count) {
        const auto bits = static_cast<unsigned>(std::bit_width(count - 1));
        const std::uint64_t spare = (std::uint64_t{1} << bits) - count;
        if (spare == 0) return take(bits);
        const std::uint64_t middle = (count - spare) / 2;
        std::uint32_t value = take(bits - 1);
        if (value < middle && take(1) != 0) value += static_cast<std::uint32_t>(middle + spare);
        return value;
    }

    /// `between` positions lie between two.
    void read_between(std::uint32_t first, std::uint32_t last, std::uint32_t between,
                      const std::function<void(std::uint32_t)>& take_position) {
        if (between == 0 || !good_) return;
        const std::uint32_t before = (between + 1) / 2;  // that the middle one is away from first
        const std::uint32_t middle = first + before + read(last - first - between);
        read_between(first, middle, before - 1, take_position);
        take_position(middle);
        read_between(middle, last, between - before, take_position);
    }

    /// Whether all bits were there and only filling is left.
    bool ended_well() const { return good_ && rest_.empty() && pending_ == 0; }

  private:
    std::uint32_t take(unsigned bits) {
        for (; pending_bits_ < bits; pending_bits_ += 8) {
            if (rest_.empty()) {
                good_ = false;
                return 0;
            }
            pending_ |= std::uint64_t{static_cast<unsigned char>(rest_.front())} << pending_bits_;
            rest_.remove_prefix(1);
        }
        const auto value = static_cast<std::uint32_t>(pending_ & ((std::uint64_t{1} << bits) - 1));
        pending_ >>= bits;
        pending_bits_ -= bits;
        return value;
    }

    std::string_view rest_;
    std::uint64_t pending_ = 0;
    unsigned pending_bits_ = 0;
    bool good_ = true;
};

}  // namespace

bool read_positions(std::string_view bytes, const std::function<void(std::uint32_t)>& take) {
    Decoder head(bytes);
    const std::uint32_t last = head.number32();
    if (!head.good()) return false;
    if (head.at_end()) {
        take(last);
        return true;
    }
    if (last == 0) return false;
    BitReader bits(head.remaining());
    const std::uint32_t first = bits.read(last);
    const std::uint32_t between = bits.read(last - first);
    if (between > most_positions) return false;
    take(first);
    bits.read_between(first, last, between, take);
    take(last);
    return bits.ended_well();
}

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
