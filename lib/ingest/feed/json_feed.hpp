#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "ingest/feed/entry.hpp"

namespace kb::ingest {

/// Reads JSON Feed 1.0 and 1.1. `base` is the address of the feed, empty if it is unknown. Fields
/// of the wrong type count as absent. Throws Error(invalid_argument) if `json` is no JSON object
/// with items, or too much stands outside of them. Items of more than `largest_entry` bytes are
/// refused, and so are malformed ones. Holds the text and one item parsed.
std::unique_ptr<FeedSource> open_json_feed(std::string json, const std::string& base,
                                           std::size_t largest_entry);

}  // namespace kb::ingest
