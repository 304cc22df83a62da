#include "kb/maintenance.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "interruptible.hpp"
#include "kb/error.hpp"
#include "progress.hpp"
#include "records.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

/// The keyword arguments that these functions share.
struct MaintenanceArguments {
    unsigned jobs = 0;
    std::chrono::milliseconds wait{0};
    ProgressCallback on_progress;
};

MaintenanceArguments to_arguments(py::handle jobs, py::handle wait, py::handle on_progress) {
    return {to_jobs(jobs), to_wait(wait), ProgressCallback(on_progress)};
}

MaintenanceArguments to_arguments(py::handle wait, py::handle on_progress) {
    return {0, to_wait(wait), ProgressCallback(on_progress)};
}

/// Runs `operation(options)`; Ctrl-C is obeyed and leaves the index as it was.
template <typename Operation>
auto maintain(MaintenanceArguments& arguments, Operation operation) {
    const auto progress = [](std::uint64_t done, std::uint64_t total) {
        return Progress{.done = done, .total = total, .unit = "documents", .documents = done};
    };
    auto result = interruptibly([&](Waiting& waiting) {
        MaintenanceOptions options;
        options.jobs = arguments.jobs;
        options.wait = arguments.wait;
        options.stop = waiting.stop();
        options.on_progress = [&](std::uint64_t done, std::uint64_t total) {
            arguments.on_progress.tell(waiting, [&] { return progress(done, total); });
        };
        return operation(options);
    });
    arguments.on_progress.tell_last(progress(result.documents, result.documents));
    return result;
}

py::object to_record(const MaintenanceReport& done) {
    return record_class("MaintenanceReport")(done.documents, done.bytes_before, done.bytes_after);
}

py::object to_record(const RepairReport& done) {
    py::list kept;
    for (const std::filesystem::path& path : done.kept)
        kept.append(path_to_str(path.string()));
    return record_class("RepairReport")(done.documents, done.lost, done.lost_entries, kept);
}

py::object to_record(const CheckReport& found, const std::optional<RepairReport>& repaired) {
    return record_class("CheckReport")(found.documents, text_list(found.problems),
                                       found.more_problems,
                                       repaired ? to_record(*repaired) : py::none());
}

/// What is wrong with an index that a repair is asked for; that may be one which cannot be opened.
CheckReport look_for_damage(const std::filesystem::path& directory,
                            MaintenanceArguments& arguments) {
    try {
        return maintain(arguments,
                        [&](const auto& options) { return check_index(directory, options); });
    } catch (const Error& error) {
        if (error.code() != ErrorCode::corrupt) throw;
        return {.documents = 0, .problems = {error.what()}, .more_problems = 0};
    }
}

py::object check(py::handle path, bool repair, py::handle jobs, py::handle wait,
                 py::handle on_progress) {
    const std::filesystem::path directory = to_path(path);
    MaintenanceArguments arguments = to_arguments(jobs, wait, on_progress);
    if (!repair) {
        return to_record(
            maintain(arguments,
                     [&](const auto& options) { return check_index(directory, options); }),
            std::nullopt);
    }
    const CheckReport found = look_for_damage(directory, arguments);
    if (found.problems.empty()) return to_record(found, std::nullopt);
    return to_record(found, maintain(arguments, [&](const auto& options) {
                         return repair_index(directory, options);
                     }));
}

py::object compact(py::handle path, py::handle wait, py::handle on_progress) {
    const std::filesystem::path directory = to_path(path);
    MaintenanceArguments arguments = to_arguments(wait, on_progress);
    return to_record(maintain(
        arguments, [&](const auto& options) { return compact_index(directory, options); }));
}

py::object rebuild(py::handle path, py::handle jobs, py::handle wait, py::handle on_progress) {
    const std::filesystem::path directory = to_path(path);
    MaintenanceArguments arguments = to_arguments(jobs, wait, on_progress);
    return to_record(maintain(
        arguments, [&](const auto& options) { return rebuild_index(directory, options); }));
}

py::object backup(py::handle path, py::handle target, py::handle wait, py::handle on_progress) {
    const std::filesystem::path directory = to_path(path);
    const std::filesystem::path copy = to_path(target);
    MaintenanceArguments arguments = to_arguments(wait, on_progress);
    const BackupReport done = maintain(
        arguments, [&](const auto& options) { return backup_index(directory, copy, options); });
    return record_class("BackupReport")(done.documents, done.bytes);
}

}  // namespace

void bind_maintenance(py::module_& module) {
    module.def("check", &check, py::arg("path"), py::kw_only(), py::arg("repair") = false,
               py::arg("jobs") = 0, py::arg("wait") = 0, py::arg("on_progress") = py::none(),
               doc("check"));
    module.def("compact", &compact, py::arg("path"), py::kw_only(), py::arg("wait") = 0,
               py::arg("on_progress") = py::none(), doc("compact"));
    module.def("rebuild", &rebuild, py::arg("path"), py::kw_only(), py::arg("jobs") = 0,
               py::arg("wait") = 0, py::arg("on_progress") = py::none(), doc("rebuild"));
    module.def("backup", &backup, py::arg("path"), py::arg("target"), py::kw_only(),
               py::arg("wait") = 0, py::arg("on_progress") = py::none(), doc("backup"));
}

}  // namespace kb::python
