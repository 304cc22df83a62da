#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace kb::index::glass {

/// Takes apart what encoding.hpp puts together. The bytes may be anything: what they do not hold
/// comes out as 0 or empty, and good() is false from then on.
class Decoder {
  public:
    explicit Decoder(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number(std::uint64_t largest = std::numeric_limits<std::uint32_t>::max()) {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const std::uint64_t byte = take_byte();
            const std::uint64_t bits = (byte & 0x7fU) << shift;
            if (bits >> shift != (byte & 0x7fU)) break;
            number |= bits;
            if (byte >= 0x80) continue;
            good_ = good_ && number <= largest;
            return good_ ? number : 0;
        }
        return fail();
    }

    std::uint32_t number32() { return static_cast<std::uint32_t>(number()); }

    std::uint8_t byte() { return rest_.empty() ? static_cast<std::uint8_t>(fail()) : take_byte(); }

    std::string_view bytes(std::uint64_t size) {
        if (size > rest_.size()) {
            fail();
            return {};
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view string() { return bytes(number()); }
    std::string_view remaining() { return bytes(rest_.size()); }

    /// As append_last_number spells it: up to the end.
    std::uint32_t last_number() {
        std::uint64_t number = 0;
        for (unsigned shift = 0; !rest_.empty(); shift += 8) {
            if (shift >= 32) return static_cast<std::uint32_t>(fail());
            number |= std::uint64_t{take_byte()} << shift;
        }
        return static_cast<std::uint32_t>(number);
    }

    std::uint32_t sortable() {
        const unsigned first = byte();
        if (first < 0x80) return first << 8 | byte();
        const auto ones = static_cast<unsigned>(std::countl_one(static_cast<std::uint8_t>(first)));
        constexpr unsigned most_ones = 3;  // 36 bits
        if (ones > most_ones) return static_cast<std::uint32_t>(fail());
        std::uint64_t number = first & (0x7fU >> ones);
        for (unsigned i = 0; i < ones + 1; ++i)
            number = number << 8 | byte();
        constexpr std::uint32_t least = 0x8000;
        if (number < least || number > std::numeric_limits<std::uint32_t>::max()) fail();
        return good_ ? static_cast<std::uint32_t>(number) : 0;
    }

    /// A term up to the zero byte that ends it, or the end. The zero byte is taken, too.
    std::string term() {
        std::string term;
        while (!rest_.empty()) {
            const char c = static_cast<char>(take_byte());
            if (c == '\0') {
                if (rest_.empty() || rest_.front() != '\xff') return term;
                rest_.remove_prefix(1);
            }
            term += c;
        }
        return term;
    }

    bool good() const noexcept { return good_; }
    bool at_end() const noexcept { return rest_.empty(); }
    /// Whether everything asked for was there, and nothing is left.
    bool ended_well() const noexcept { return good_ && rest_.empty(); }

  private:
    std::uint8_t take_byte() {
        const auto byte = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return byte;
    }
    std::uint64_t fail() {
        good_ = false;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    bool good_ = true;
};

}  // namespace kb::index::glass
