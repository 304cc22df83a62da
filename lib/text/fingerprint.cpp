#include "text/fingerprint.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <vector>

namespace kb {

namespace {

// Measured on 60,000 encyclopedia paragraphs: with smaller limits, stubs that are written after one
// template (species, villages, seasons of a league) pass for each other.

/// Texts of fewer tokens are told apart by their titles.
constexpr std::size_t short_text = 100;
/// Documents of fewer shingles must agree exactly.
constexpr std::uint32_t few_shingles = 100;
constexpr int max_distance = 3;

/// Appends the hash of the finest token at each position: the last one there.
void append_hashes(std::span<const Token> tokens, std::vector<std::uint64_t>& hashes) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i + 1 < tokens.size() && tokens[i + 1].position == tokens[i].position) continue;
        hashes.push_back(XXH3_64bits(tokens[i].term.data(), tokens[i].term.size()));
    }
}

std::uint64_t hash_of(std::span<const std::uint64_t> hashes) {
    return XXH3_64bits(hashes.data(), hashes.size_bytes());
}

/// The hashes of the different shingles of that many tokens. Repeated ones count once: otherwise
/// the rule or the row that a table repeats would drown what it tells.
std::vector<std::uint64_t> shingles_of(std::span<const std::uint64_t> hashes, std::size_t tokens) {
    std::vector<std::uint64_t> shingles;
    shingles.reserve(hashes.size());
    for (std::size_t i = 0; i + tokens <= hashes.size(); ++i) {
        shingles.push_back(hash_of(hashes.subspan(i, tokens)));
    }
    std::sort(shingles.begin(), shingles.end());
    shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
    return shingles;
}

/// Each bit of the SimHash is the majority of that bit over all shingles.
std::uint64_t simhash_of(std::span<const std::uint64_t> shingles) {
    std::array<std::uint32_t, 64> ones{};
    for (const std::uint64_t shingle : shingles) {
        for (std::size_t bit = 0; bit < 64; ++bit) {
            ones[bit] += static_cast<std::uint32_t>((shingle >> bit) & 1U);
        }
    }
    std::uint64_t simhash = 0;
    for (std::size_t bit = 0; bit < 64; ++bit) {
        if (std::size_t{2} * ones[bit] > shingles.size()) simhash |= std::uint64_t{1} << bit;
    }
    return simhash;
}

/// Whether the smaller count is at least nine tenths of the larger.
bool similar_counts(std::uint32_t a, std::uint32_t b) noexcept {
    return std::uint64_t{std::min(a, b)} * 10 >= std::uint64_t{std::max(a, b)} * 9;
}

}  // namespace

Fingerprint fingerprint(std::span<const Token> title, std::span<const Token> text) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(text.size());
    append_hashes(text, hashes);
    if (hashes.size() < short_text) {
        hashes.clear();
        append_hashes(title, hashes);
        append_hashes(text, hashes);
    }
    if (hashes.empty()) return {};
    const auto shingles = shingles_of(hashes, std::min<std::size_t>(3, hashes.size()));
    return {simhash_of(shingles), hash_of(hashes), static_cast<std::uint32_t>(shingles.size())};
}

bool near_duplicate(const Fingerprint& a, const Fingerprint& b) noexcept {
    if (a.shingles == 0 || b.shingles == 0) return false;
    if (a.exact == b.exact) return true;
    if (std::min(a.shingles, b.shingles) < few_shingles) return false;
    return similar_counts(a.shingles, b.shingles) &&
           std::popcount(a.simhash ^ b.simhash) <= max_distance;
}

std::array<std::uint16_t, 4> bands(std::uint64_t simhash) noexcept {
    return {static_cast<std::uint16_t>(simhash), static_cast<std::uint16_t>(simhash >> 16U),
            static_cast<std::uint16_t>(simhash >> 32U), static_cast<std::uint16_t>(simhash >> 48U)};
}

}  // namespace kb
