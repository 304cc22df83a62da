#include "kb/maintenance.hpp"

#include <filesystem>

#include "arguments.hpp"
#include "bind.hpp"
#include "signals.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

constexpr std::uint64_t most_jobs = 1024;

/// Runs `operation(path, options)` without the GIL; Ctrl-C is obeyed and leaves the index as it
/// was.
template <typename Operation>
auto maintain(py::handle path, unsigned jobs, Operation operation) {
    const std::filesystem::path directory = to_path(path);
    return without_gil([&] {
        SignalPoll poll;
        MaintenanceOptions options;
        options.jobs = jobs;
        options.on_progress = [&poll](std::uint64_t, std::uint64_t) { poll(); };
        return operation(directory, options);
    });
}

py::object report(const MaintenanceReport& done) {
    return py::module_::import("kb._records")
        .attr("MaintenanceReport")(done.documents, done.bytes_before, done.bytes_after);
}

py::object check(py::handle path) {
    const CheckReport found = maintain(path, 0, check_index);
    py::list problems;
    for (const std::string& problem : found.problems)
        problems.append(to_str(problem));
    return py::module_::import("kb._records")
        .attr("CheckReport")(found.documents, problems, found.more_problems);
}

}  // namespace

void bind_maintenance(py::module_& module) {
    module.def("check", &check, py::arg("path"),
               "Looks through a whole index for damage; returns a kb.CheckReport.");
    module.def(
        "compact", [](py::handle path) { return report(maintain(path, 0, compact_index)); },
        py::arg("path"),
        "Writes an index anew without the gaps that updates leave; returns a "
        "kb.MaintenanceReport.");
    module.def(
        "rebuild",
        [](py::handle path, py::handle jobs) {
            const auto threads = static_cast<unsigned>(to_count(jobs, "jobs", most_jobs));
            return report(maintain(path, threads, rebuild_index));
        },
        py::arg("path"), py::kw_only(), py::arg("jobs") = 0,
        "Analyses every stored document again; returns a kb.MaintenanceReport.");
}

}  // namespace kb::python
