#pragma once

#include <string>
#include <string_view>

#include "kb/document.hpp"

namespace kb::index {

/// The document as it lies in Xapian's document data: one byte that names the encoding, then the
/// JSON in a frame of zstd with a checksum, so that damage is not taken for another text.
std::string encode_stored(const Document& document);

/// The JSON inside. Throws Error(corrupt) for anything that encode_stored did not write; never
/// allocates more than max_stored_bytes.
std::string decode_stored_json(std::string_view stored);

/// The document inside. Throws Error(corrupt).
Document decode_stored(std::string_view stored);

/// No stored document is larger than this, whatever its header claims.
inline constexpr std::size_t max_stored_bytes = std::size_t{256} << 20;

}  // namespace kb::index
