#include "kb/maintenance.hpp"

#include <filesystem>

#include "arguments.hpp"
#include "bind.hpp"
#include "interruptible.hpp"
#include "progress.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

/// Runs `operation(path, options)`; Ctrl-C is obeyed and leaves the index as it was.
template <typename Operation>
auto maintain(py::handle path, unsigned jobs, py::handle on_progress, Operation operation) {
    const std::filesystem::path directory = to_path(path);
    ProgressCallback callback(on_progress);
    const auto progress = [](std::uint64_t done, std::uint64_t total) {
        return Progress{.done = done, .total = total, .unit = "documents", .documents = done};
    };
    auto result = interruptibly([&](Waiting& waiting) {
        MaintenanceOptions options;
        options.jobs = jobs;
        options.stop = waiting.stop();
        options.on_progress = [&](std::uint64_t done, std::uint64_t total) {
            callback.tell(waiting, [&] { return progress(done, total); });
        };
        return operation(directory, options);
    });
    callback.tell_last(progress(result.documents, result.documents));
    return result;
}

py::object report(const MaintenanceReport& done) {
    return py::module_::import("kb._records")
        .attr("MaintenanceReport")(done.documents, done.bytes_before, done.bytes_after);
}

py::object check(py::handle path, py::handle on_progress) {
    const CheckReport found = maintain(path, 0, on_progress, check_index);
    return py::module_::import("kb._records")
        .attr("CheckReport")(found.documents, text_list(found.problems), found.more_problems);
}

}  // namespace

void bind_maintenance(py::module_& module) {
    module.def("check", &check, py::arg("path"), py::kw_only(), py::arg("on_progress") = py::none(),
               "Looks through a whole index for damage; returns a kb.CheckReport.");
    module.def(
        "compact",
        [](py::handle path, py::handle on_progress) {
            return report(maintain(path, 0, on_progress, compact_index));
        },
        py::arg("path"), py::kw_only(), py::arg("on_progress") = py::none(),
        "Writes an index anew without the gaps that updates leave; returns a "
        "kb.MaintenanceReport.");
    module.def(
        "rebuild",
        [](py::handle path, py::handle jobs, py::handle on_progress) {
            return report(maintain(path, to_jobs(jobs), on_progress, rebuild_index));
        },
        py::arg("path"), py::kw_only(), py::arg("jobs") = 0, py::arg("on_progress") = py::none(),
        "Analyses every stored document again; returns a kb.MaintenanceReport.");
}

}  // namespace kb::python
