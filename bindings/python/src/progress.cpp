#include "progress.hpp"
#include "records.hpp"

#include <string>

namespace kb::python {

py::object to_callback(py::handle value, const char* name) {
    if (!value.is_none() && PyCallable_Check(value.ptr()) == 0) {
        throw py::type_error(std::string(name) + " is not callable");
    }
    return py::reinterpret_borrow<py::object>(value);
}

ProgressCallback::ProgressCallback(py::handle callable)
    : callable_(to_callback(callable, "on_progress")) {}

void ProgressCallback::tell(const Progress& progress) {
    if (is_due()) tell_last(progress);
}

void ProgressCallback::tell_last(const Progress& progress) {
    if (callable_.is_none()) return;
    callable_(
        record_class("Progress")(progress.done, progress.total, progress.unit, progress.documents));
}

void ProgressCallback::tell(Waiting& waiting, const std::function<Progress()>& how_far) {
    waiting.check();
    if (!is_due()) return;
    const Progress progress = how_far();
    waiting.call([&] { tell_last(progress); });
}

bool ProgressCallback::is_due() {
    constexpr auto interval = std::chrono::milliseconds(50);
    if (callable_.is_none()) return false;
    const Clock::time_point now = Clock::now();
    if (now - last_ < interval) return false;
    last_ = now;
    return true;
}

}  // namespace kb::python
