#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "kb/analyzer.hpp"

namespace kb {

/// What is left of a document to tell near-duplicates by.
struct Fingerprint {
    std::uint64_t simhash = 0;  ///< of the shingles: near-duplicates differ in few bits
    std::uint64_t exact = 0;    ///< of the sequence of tokens: equal texts are equal here
    std::uint32_t shingles =
        0;  ///< how many different ones; 0: the document is empty and has no duplicates

    bool operator==(const Fingerprint&) const = default;
};

/// The fingerprint of a document's tokens: a 64-bit SimHash (Charikar 2002; Manku, Jain and Das
/// Sarma 2007) over shingles of three of the finest tokens (words, parts, single characters) of the
/// text, or of title and text if the text is short. White space, case and punctuation between words
/// never matter. Takes n log n time.
Fingerprint fingerprint(std::span<const Token> title, std::span<const Token> text);

/// Whether two documents say the same but for small edits. Short documents must agree exactly.
bool near_duplicate(const Fingerprint& a, const Fingerprint& b) noexcept;

/// The simhash in four parts: near-duplicates agree in at least one of them, at its place.
std::array<std::uint16_t, 4> bands(std::uint64_t simhash) noexcept;

}  // namespace kb
