#pragma once

#include <chrono>

#include "errors.hpp"
#include "pybind.hpp"

namespace kb::python {

/// Runs Python's signal handlers between the steps of long work that holds no GIL, at most every
/// 20 ms, so that Ctrl-C is obeyed. Only the main thread has signals to handle.
class SignalPoll {
  public:
    /// Takes the GIL for a moment. Throws PythonRaised if a handler raised.
    void operator()();
    /// The same, but says whether one raised; the Python exception stays set meanwhile.
    bool raised() noexcept;

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point last_ = Clock::now();
    bool raised_ = false;
};

/// Runs Python's signal handlers. Throws py::error_already_set if one raised. Requires the GIL.
void handle_signals();

/// Runs `work`, which must not touch Python objects, without the GIL.
template <typename Work>
auto without_gil(Work&& work) -> decltype(work()) {
    try {
        const py::gil_scoped_release release;
        return work();
    } catch (const PythonRaised&) {
        throw py::error_already_set();
    }
}

}  // namespace kb::python
