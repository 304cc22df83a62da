#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// Elements, attributes and texts of an entry of a feed, and of all that stands outside of entries
/// (a list of feeds has no entries). A tree takes 64 bytes for each.
inline constexpr std::size_t most_entry_nodes = std::size_t{1} << 18U;
inline constexpr std::size_t most_frame_nodes = std::size_t{1} << 19U;
/// Bytes outside of entries.
inline constexpr std::size_t largest_frame = std::size_t{8} << 20U;

/// An entry, cut out of a document.
struct CutEntry {
    std::uint32_t place = 0;  ///< where the element's name stands in the frame
    std::uint32_t begin = 0;  ///< the element within the document
    std::uint32_t end = 0;
    std::uint32_t nodes = 0;  ///< elements, attributes and texts
};

/// A feed in XML taken apart, so that a tree of one entry at a time is enough.
struct CutFeed {
    /// The document with all entries emptied: elements "item" and "entry" of any vocabulary that
    /// are within another element and not within one of their kind. White space behind an entry is
    /// left out.
    std::string frame;
    std::vector<CutEntry> entries;  ///< in their order
    /// Whether the frame is cut off because it has too many nodes or bytes.
    bool cut_off = false;
};

/// `xml` is as repair_xml gives it, and smaller than 4 GiB. Linear.
CutFeed cut_entries(std::string_view xml);

/// Elements, attributes and texts of a document as repair_xml gives it. Linear.
std::size_t count_xml_nodes(std::string_view xml);

}  // namespace kb::ingest
