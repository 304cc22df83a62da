#pragma once

#include <string>

#include "kb/reader.hpp"

namespace kb::ingest {

/// Gives a page that was fetched from `location` what its text did not say: link and source, the
/// link as identity, and the kind that the link tells of. Only where one input is one document.
void place_document(Document& document, Format format, const std::string& location,
                    const ReadOptions& options);

}  // namespace kb::ingest
