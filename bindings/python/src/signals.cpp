#include "signals.hpp"

namespace kb::python {

void handle_signals() {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

void SignalPoll::operator()() {
    if (raised()) throw PythonRaised{};
}

bool SignalPoll::raised() noexcept {
    constexpr auto interval = std::chrono::milliseconds(20);
    if (raised_) return true;
    const Clock::time_point now = Clock::now();
    if (now - last_ < interval) return false;
    last_ = now;
    const py::gil_scoped_acquire acquire;
    raised_ = PyErr_CheckSignals() != 0;
    return raised_;
}

}  // namespace kb::python
