#pragma once

#include <chrono>
#include <stop_token>

#pragma GCC visibility push(default)
namespace kb {

/// How long to wait for another writer of the same index to finish. After that, or at once by
/// default, Error(locked) names it: its process, host, and since when it writes.
struct WriterWait {
    std::chrono::milliseconds longest{0};  ///< 0: not at all
    std::stop_token stop = {};             ///< ends the wait with Error(cancelled)
};

}  // namespace kb
#pragma GCC visibility pop
