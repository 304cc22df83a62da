#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kb::ingest {

/// The character that HTML 4 calls `name` ("nbsp"), but for the five that XML knows itself. Exact.
std::optional<char32_t> html_entity(std::string_view name) noexcept;

/// The character that a numeric reference means: 128 to 159 are those of windows-1252, as browsers
/// read them. Nothing for what no text may hold.
std::optional<char32_t> referenced_character(std::uint64_t number) noexcept;

/// A reference as it stands in a text: "&amp;", "&#8217;", "&#x2019;".
struct XmlReference {
    std::string_view name;     ///< of an entity; empty for a number
    std::uint64_t number = 0;  ///< capped far above all code points
    std::size_t size = 0;      ///< bytes with & and semicolon; 0: no reference
    bool terminated = true;    ///< has its semicolon; only numbers may lack it
};

/// Reads the reference at the beginning of `text`, which begins with '&'. Names have at most 64
/// bytes.
XmlReference read_xml_reference(std::string_view text) noexcept;

}  // namespace kb::ingest
