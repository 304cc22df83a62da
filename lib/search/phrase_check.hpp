#pragma once

#include <string>
#include <vector>

#include "index/xapian.hpp"

namespace kb::search {

/// Whether a document holds the terms at consecutive positions, in this order: OP_PHRASE with a
/// window of as many positions. Each term must be one of the document's.
bool holds_phrase(const Xapian::Database& database, Xapian::docid document,
                  const std::vector<std::string>& terms);

}  // namespace kb::search
