#include "common/allocator.hpp"

#include <cstdlib>  // says whether this is glibc

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace kb::tools {

void give_back_large_blocks() noexcept {
#if defined(__GLIBC__)
    constexpr int large = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, large);
    mallopt(M_TRIM_THRESHOLD, 4 * large);
#endif
}

}  // namespace kb::tools
