#include "text/hash_hex.hpp"

#include <xxhash.h>

#include <cstdint>

namespace kb {

std::string hash_hex(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    std::string hex;
    for (const std::uint64_t half : {hash.high64, hash.low64}) {
        for (int shift = 60; shift >= 0; shift -= 4)
            hex += "0123456789abcdef"[(half >> shift) & 15];
    }
    return hex;
}

}  // namespace kb
