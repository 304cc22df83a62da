#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kb::ingest {

/// The largest input that is read as one piece, as it stands and as UTF-8.
inline constexpr std::uint64_t largest_whole_input = std::uint64_t{64} << 20U;

/// A whole input as UTF-8.
struct DecodedText {
    std::string text = {};         ///< valid UTF-8 without byte order mark
    std::string charset = {};      ///< what it was read as
    std::uint64_t replaced = 0;    ///< malformed sequences that became U+FFFD
    std::string wrong_label = {};  ///< what transport or declaration say and the bytes do not
};

/// Decodes a feed or another XML document. The charset is that of the byte order mark, else the one
/// that `transport` (the label in HTTP's header; may be empty) names, else that of the XML
/// declaration, else the one that the bytes look like. A label that the bytes contradict does not
/// count: one of a single-byte charset where they are UTF-8, one that leaves malformed characters
/// where another one does not. Throws Error(invalid_argument) if the result is larger than
/// largest_whole_input. Linear; well-formed UTF-8 is not copied.
DecodedText decode_xml(std::string bytes, std::string_view transport);

/// The charset that the XML declaration at the beginning names, in any ASCII-like encoding; empty
/// if there is none.
std::string_view declared_charset(std::string_view bytes);

}  // namespace kb::ingest
