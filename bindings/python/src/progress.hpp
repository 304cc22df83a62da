#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "interruptible.hpp"
#include "pybind.hpp"

namespace kb::python {

/// How far work has come.
struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;      ///< 0: unknown
    const char* unit = "";        ///< what these are: bytes, items, documents, feeds
    std::uint64_t documents = 0;  ///< handled so far
};

/// A callable of Python that is told of progress, or None. Told at most every 50 ms.
class ProgressCallback {
  public:
    /// Throws TypeError if it is neither.
    explicit ProgressCallback(py::handle callable);

    /// On a thread that holds the GIL.
    void tell(const Progress& progress);
    /// As tell(), whenever the last time was.
    void tell_last(const Progress& progress);

    /// From within work without the GIL: also ends it if that has been asked for. `how_far` is
    /// asked only when it is time.
    void tell(Waiting& waiting, const std::function<Progress()>& how_far);

  private:
    using Clock = std::chrono::steady_clock;
    bool is_due();

    py::object callable_;
    Clock::time_point last_ = Clock::now();
};

/// The callable, or None; throws TypeError that begins with the argument's name for anything else.
py::object to_callback(py::handle value, const char* name);

}  // namespace kb::python
