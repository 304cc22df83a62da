#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "index/snapshot.hpp"

namespace kb::search {

/// What the beginning of a query may become; see Searcher::suggest.
std::vector<std::string> suggest(index::Snapshot& snapshot, std::string_view beginning,
                                 std::size_t limit);

inline constexpr std::size_t max_suggestions = 100;
/// Bytes of a beginning; longer ones are no one's typing, and have no completions.
inline constexpr std::size_t longest_beginning = 1000;

}  // namespace kb::search
