#include "signals.hpp"

namespace kb::python {

void SignalPoll::operator()() {
    constexpr auto interval = std::chrono::milliseconds(50);
    const Clock::time_point now = Clock::now();
    if (now - last_ < interval) return;
    last_ = now;
    const py::gil_scoped_acquire acquire;
    if (PyErr_CheckSignals() != 0) throw PythonRaised{};
}

}  // namespace kb::python
