#pragma once

#include <vector>

#include "common/completion.hpp"

namespace kb::tools {

/// The values of a source that begin as place.word does, from the index (place.database, or the
/// usual one); for a query, the fields, their values and the words of the index that continue it.
/// Takes a fraction of a second at most. Nothing if there is no index; never throws but for memory.
std::vector<Candidate> values_of_index(ValueSource source, const CursorPlace& place);

}  // namespace kb::tools
