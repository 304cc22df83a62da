#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kb::index {

/// Sums by which tables that say the same in different orders are held against each other: each is
/// a sum, modulo 2^64, over entries, of the document's weight times a hash of what the entry says.
/// One that was changed changes the sum, but for one case in 2^64.

/// An odd number for a document.
constexpr std::uint64_t weight(std::uint32_t docid) noexcept {
    std::uint64_t mixed = (docid + std::uint64_t{1}) * 0x9e3779b97f4a7c15U;  // as splitmix64
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
    return (mixed ^ mixed >> 31) | 1;
}

/// Of a word, whatever it stands for.
std::uint64_t digest(std::string_view text, std::uint64_t seed = 0) noexcept;

/// That a document has a term so often: the term's digest, and this for each time.
inline constexpr std::uint64_t each_time = 0xd6e8feb86659fd93U;

/// Of a term and the positions of one document where it stands.
class PositionsDigest {
  public:
    explicit PositionsDigest(std::string_view term) : sum_(digest(term, 1)) {}

    void add(std::uint32_t position) noexcept {
        sum_ = (sum_ ^ position) * 0x9fb21c651e98df25U;
        sum_ ^= sum_ >> 35;
    }
    std::uint64_t value() const noexcept { return sum_; }

  private:
    std::uint64_t sum_;
};

/// Of a document's value in a slot.
std::uint64_t value_digest(std::uint32_t slot, std::string_view value) noexcept;

/// Eight bytes.
std::string encode_digest(std::uint64_t digest);
std::optional<std::uint64_t> decode_digest(std::string_view bytes) noexcept;

}  // namespace kb::index
