#include "rank/window.hpp"

#include "rank/score_kernels.hpp"

namespace kb::rank {

std::uint32_t WindowBits::count() const {
    return static_cast<std::uint32_t>(best_kernels().count_bits(words.data(), 0, window_size));
}

}  // namespace kb::rank
