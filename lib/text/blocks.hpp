#pragma once

#include <cstddef>
#include <string_view>

namespace kb {

/// Where a piece of `text` that begins at `begin` should end so that it is not much longer than
/// `bytes` and no word is cut: behind white space, or where there is none for half of that, between
/// characters. Analysing a long text piece by piece bounds the memory its tokens take; what stands
/// on one side of white space never changes the tokens on the other.
std::size_t block_end(std::string_view text, std::size_t begin, std::size_t bytes);

}  // namespace kb
