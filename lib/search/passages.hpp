#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "search/highlighter.hpp"

namespace kb::search {

/// A run of matches that lie close together: matches[first, last).
struct Passage {
    std::size_t first = 0;
    std::size_t last = 0;
    double value = 0;  ///< the weights of what it shows
};

/// Up to `count` runs of matches, none of them longer than `length` code points, that show most of
/// what is asked for: the weight of everything that none before it shows, a little for seeing it
/// again, and a little for different words side by side. Best first; runs do not share matches.
/// `matches` is in ascending order of begin. Linear in the matches and in the text between them,
/// for each run.
std::vector<Passage> best_passages(std::string_view text, std::span<const TextMatch> matches,
                                   std::size_t length, std::size_t count);

}  // namespace kb::search
