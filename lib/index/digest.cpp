#include "index/digest.hpp"

#include <xxhash.h>

namespace kb::index {

namespace {

constexpr std::size_t digest_bytes = 8;

}  // namespace

std::uint64_t digest(std::string_view text, std::uint64_t seed) noexcept {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

std::uint64_t value_digest(std::uint32_t slot, std::string_view value) noexcept {
    constexpr std::uint64_t apart_from_terms = std::uint64_t{1} << 32;
    return digest(value, apart_from_terms + slot);
}

std::string encode_digest(std::uint64_t digest) {
    std::string bytes(digest_bytes, '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(digest & 0xff);
        digest >>= 8;
    }
    return bytes;
}

std::optional<std::uint64_t> decode_digest(std::string_view bytes) noexcept {
    if (bytes.size() != digest_bytes) return std::nullopt;
    std::uint64_t digest = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        digest = digest << 8 | static_cast<unsigned char>(bytes[i]);
    return digest;
}

}  // namespace kb::index
