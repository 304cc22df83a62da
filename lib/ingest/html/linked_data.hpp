#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// What a page's JSON-LD says of its text. Dates and links as written.
struct LinkedData {
    std::string headline = {};
    std::string published = {};
    std::string updated = {};
    std::string lang = {};
    std::vector<std::string> authors = {};
    std::vector<std::string> tags = {};
};

/// Reads blocks of JSON-LD: single objects, arrays and `@graph`s. Of several objects, those that
/// are articles or postings come before those that are pages; authors may be names, objects,
/// references to other objects (`@id`), or lists of these. Blocks that are no JSON, or deeper than
/// eight levels where it matters, are ignored.
LinkedData read_linked_data(const std::vector<std::string>& blocks);

}  // namespace kb::ingest
