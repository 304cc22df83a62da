#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ingest/feed/entry.hpp"

namespace kb::ingest {

/// Reads JSON Feed 1.0 and 1.1. `base` is the address of the feed, empty if it is unknown. Fields
/// of the wrong type count as absent. Throws Error(invalid_argument) if `json` is no JSON object
/// with items.
std::unique_ptr<FeedSource> open_json_feed(std::string_view json, const std::string& base);

}  // namespace kb::ingest
