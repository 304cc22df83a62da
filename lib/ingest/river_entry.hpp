#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kb/document.hpp"
#include "kb/reader.hpp"

namespace kb::ingest {

/// An entry of an export as it stands there.
struct RiverEntry {
    std::string title;  ///< with its indentation
    std::optional<Timestamp> published;
    std::string body;  ///< the lines below the age
};

/// The documents that an entry holds, finished: one, or for a page of candidates the page with its
/// introduction and then a statement for each of them.
std::vector<Document> river_documents(const RiverEntry& entry, const ReadOptions& options);

}  // namespace kb::ingest
