#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "pybind.hpp"

namespace kb::python {

/// Thrown through the library to end work that is not wanted any more. No std::exception, so that
/// nobody takes it for a bad document.
struct Stopped {};

/// What work on a thread of its own knows of the thread that waits for it.
class Waiting {
  public:
    virtual ~Waiting() = default;
    /// Asks for the end once a signal handler or a callback has raised.
    virtual std::stop_token stop() const = 0;
    /// Runs `callback` on the waiting thread, with the GIL. Throws Stopped if it raised, or if the
    /// end has been asked for.
    virtual void call(const std::function<void()>& callback) = 0;
    /// Throws Stopped if the end has been asked for.
    void check() const {
        if (stop().stop_requested()) throw Stopped{};
    }
};

/// Runs `work`, which must not touch Python objects, on a thread of its own, while this thread
/// handles Python's signals (at least every 20 ms, whatever the work does) and runs the callbacks
/// that the work asks for. What those raise is raised here once the work has ended, and goes before
/// what the work itself throws. Requires the GIL.
void run_interruptibly(const std::function<void(Waiting&)>& work);

/// The same for work that may have a result.
template <typename Work>
auto interruptibly(Work work) {
    using Result = decltype(work(std::declval<Waiting&>()));
    if constexpr (std::is_void_v<Result>) {
        run_interruptibly(work);
    } else {
        std::optional<Result> result;
        run_interruptibly([&](Waiting& waiting) { result.emplace(work(waiting)); });
        return std::move(result).value();
    }
}

}  // namespace kb::python
