#include "exclusive.hpp"

#include <chrono>

#include "kb/error.hpp"
#include "signals.hpp"

namespace kb::python {
namespace {

void wait_for(std::timed_mutex& mutex) {
    constexpr auto interval = std::chrono::milliseconds(50);
    without_gil([&] {
        SignalPoll poll;
        while (!mutex.try_lock_for(interval))
            poll();
    });
}

}  // namespace

Exclusive::Use::Use(Exclusive& owner) : owner_(owner) {
    if (owner_.user_ == std::this_thread::get_id()) {
        throw Error(ErrorCode::invalid_argument,
                    owner_.what_ + " is at work already; callbacks may not use it");
    }
    if (!owner_.mutex_.try_lock()) wait_for(owner_.mutex_);
    owner_.user_ = std::this_thread::get_id();
}

Exclusive::Use::~Use() {
    owner_.user_ = std::thread::id();
    owner_.mutex_.unlock();
}

}  // namespace kb::python
