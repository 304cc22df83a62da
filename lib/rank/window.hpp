#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace kb::rank {

/// Documents are looked at in windows of consecutive ordinals, which matching works on, and windows
/// in cells, which scoring works on: small enough for bounds over one to be tight.
inline constexpr std::uint32_t window_size = 2048;
inline constexpr std::uint32_t cell_size = 256;
inline constexpr std::uint32_t cells_per_window = window_size / cell_size;

constexpr std::uint32_t window_count(std::uint32_t documents) {
    return documents / window_size + (documents % window_size != 0 ? 1 : 0);
}

constexpr std::uint32_t cell_count(std::uint32_t documents) {
    return documents / cell_size + (documents % cell_size != 0 ? 1 : 0);
}

/// A set of documents of one window.
class WindowBits {
  public:
    static constexpr unsigned word_bits = 64;
    static constexpr std::size_t word_count = window_size / word_bits;

    /// The first `count` documents.
    static WindowBits first(std::uint32_t count) {
        WindowBits bits;
        if (count >= window_size) {
            bits.words.fill(~std::uint64_t{0});
            return bits;
        }
        for (std::size_t i = 0; i < word_count && count > 0; ++i) {
            const std::uint32_t here = count < word_bits ? count : word_bits;
            bits.words[i] = here == word_bits ? ~std::uint64_t{0} : (std::uint64_t{1} << here) - 1;
            count -= here;
        }
        return bits;
    }

    void set(std::uint32_t i) { words[i / word_bits] |= std::uint64_t{1} << i % word_bits; }
    bool test(std::uint32_t i) const { return (words[i / word_bits] >> i % word_bits & 1) != 0; }

    bool empty() const {
        std::uint64_t any = 0;
        for (const std::uint64_t word : words)
            any |= word;
        return any == 0;
    }
    /// Whether there are more than so many, a small number: cheaper than counting all.
    bool has_more_than(std::uint32_t few) const {
        std::uint32_t found = 0;
        for (const std::uint64_t word : words) {
            for (std::uint64_t rest = word; rest != 0; rest &= rest - 1) {
                if (++found > few) return true;
            }
        }
        return false;
    }
    std::uint32_t count() const;

    WindowBits& operator|=(const WindowBits& other) {
        for (std::size_t i = 0; i < word_count; ++i)
            words[i] |= other.words[i];
        return *this;
    }
    WindowBits& operator&=(const WindowBits& other) {
        for (std::size_t i = 0; i < word_count; ++i)
            words[i] &= other.words[i];
        return *this;
    }
    WindowBits& remove(const WindowBits& other) {
        for (std::size_t i = 0; i < word_count; ++i)
            words[i] &= ~other.words[i];
        return *this;
    }

    /// Calls visit(i) for every document of the set, ascending.
    template <typename Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t i = 0; i < word_count; ++i) {
            for (std::uint64_t rest = words[i]; rest != 0; rest &= rest - 1) {
                visit(static_cast<std::uint32_t>(i * word_bits) +
                      static_cast<std::uint32_t>(std::countr_zero(rest)));
            }
        }
    }

    /// The same for `count` documents from `first` on, counted from there. Requires multiples of
    /// word_bits.
    template <typename Visit>
    void for_each_in(std::uint32_t first, std::uint32_t count, Visit&& visit) const {
        for (std::uint32_t i = 0; i < count; i += word_bits) {
            for (std::uint64_t rest = words[(first + i) / word_bits]; rest != 0; rest &= rest - 1)
                visit(i + static_cast<std::uint32_t>(std::countr_zero(rest)));
        }
    }

    std::array<std::uint64_t, word_count> words{};
};

}  // namespace kb::rank
