#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "ingest/feed/entry.hpp"

namespace kb::ingest {

/// Reads a feed in XML: RSS of all versions, Atom of all versions, CDF, and what lies in between.
/// `xml` is as repair_xml gives it; `base` is the address of the feed, empty if it is unknown. Null
/// if there is no feed in it. Throws Error(invalid_argument) if too much stands outside of entries.
/// Entries of more than `largest_entry` bytes are refused. Holds the text and a tree of one entry.
std::unique_ptr<FeedSource> open_xml_feed(std::string xml, const std::string& base,
                                          std::size_t largest_entry);

}  // namespace kb::ingest
