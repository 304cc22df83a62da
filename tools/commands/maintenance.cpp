#include "kb/maintenance.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "commands/commands.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/numbers.hpp"
#include "common/progress.hpp"
#include "common/signals.hpp"
#include "common/usage_error.hpp"
#include "kb/error.hpp"

namespace kb::tools {
namespace {

void no_arguments(std::string_view command, const std::vector<std::string>& words) {
    if (words.empty()) return;
    throw UsageError(std::string(command) + " takes no arguments, but was given '" + words.front() +
                     "'");
}

/// Runs `operation(database, options)` with a progress bar; a signal stops it.
template <typename Operation>
auto maintain(Session& session, const IndexOptions& options, SignalStop& stop,
              Operation&& operation) {
    Progress progress(session.messages);
    MaintenanceOptions maintenance;
    maintenance.jobs = options.jobs;
    maintenance.stop = stop.token();
    maintenance.wait = options.wait;
    maintenance.on_progress = [&progress](std::uint64_t done, std::uint64_t total) {
        progress.update({.documents = done, .documents_total = total});
    };
    const auto database = database_path(options.database);
    protect_new_files(database);
    return operation(database, maintenance);
}

/// The exit code of `body(stop)`, or that of the signal that stopped it.
template <typename Body>
int until_stopped(Session& session, Body&& body) {
    SignalStop stop;
    try {
        return body(stop);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::cancelled) throw;
        session.messages.warning(error.what());
        return exit_code::from_signal(stop.signal());
    }
}

/// compact and rebuild: what changed, or that a signal left all as it was.
template <typename Operation>
int rewrite(Session& session, const IndexOptions& options, std::string_view done,
            Operation&& operation) {
    return until_stopped(session, [&](SignalStop& stop) {
        const MaintenanceReport report = maintain(session, options, stop, operation);
        session.messages.note(std::string(done) + " " +
                              counted(report.documents, "document", "documents") + ": " +
                              human_bytes(report.bytes_before) + " before, " +
                              human_bytes(report.bytes_after) + " now");
        return exit_code::ok;
    });
}

std::string problems_of(const CheckReport& report) {
    const std::uint64_t problems = report.problems.size() + report.more_problems;
    return "checked " + counted(report.documents, "document", "documents") + ": " +
           (problems == 0 ? "no problems" : counted(problems, "problem", "problems"));
}

/// True if there are none.
bool show_problems(Session& session, const CheckReport& report) {
    for (const std::string& problem : report.problems)
        session.messages.error(problem);
    if (report.problems.empty()) session.messages.note(problems_of(report));
    return report.problems.empty();
}

/// Whether the index needs a repair, which may be one that cannot even be opened.
bool is_damaged(Session& session, const IndexOptions& options, SignalStop& stop) {
    try {
        const CheckReport report = maintain(session, options, stop, check_index);
        if (show_problems(session, report)) return false;
        session.messages.error(problems_of(report));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::corrupt) throw;
        session.messages.error(error.what());
    }
    return true;
}

int check_and_repair(Session& session, const IndexOptions& options, SignalStop& stop) {
    if (!is_damaged(session, options, stop)) return exit_code::ok;
    const RepairReport report = maintain(session, options, stop, repair_index);
    session.messages.note("saved " + counted(report.documents, "document", "documents"));
    for (const std::filesystem::path& kept : report.kept)
        session.messages.note("the damaged index is kept in " + kept.string());
    if (report.lost_entries > 0) {
        session.messages.error("lost " + counted(report.lost_entries, "entry", "entries") +
                               " beside documents; compare the subscriptions with: kbindex feeds");
    }
    if (report.lost > 0)
        session.messages.error("lost " + counted(report.lost, "document", "documents"));
    return report.lost + report.lost_entries == 0 ? exit_code::ok : exit_code::partial;
}

}  // namespace

int run_check(Session& session, const IndexOptions& options,
              const std::vector<std::string>& words) {
    no_arguments("check", words);
    return until_stopped(session, [&](SignalStop& stop) -> int {
        if (options.repair) return check_and_repair(session, options, stop);
        const CheckReport report = maintain(session, options, stop, check_index);
        if (show_problems(session, report)) return exit_code::ok;
        session.messages.error(problems_of(report) +
                               "; save what can be read with kbindex check --repair, or restore a "
                               "backup");
        return exit_code::partial;
    });
}

int run_backup(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words) {
    if (words.empty()) throw UsageError("no directory: name one for the backup");
    if (words.size() > 1) {
        throw UsageError("backup takes one directory, but was also given '" + words[1] + "'");
    }
    return until_stopped(session, [&](SignalStop& stop) {
        const BackupReport report =
            maintain(session, options, stop, [&](const auto& database, const auto& maintenance) {
                return backup_index(database, words.front(), maintenance);
            });
        session.messages.note("backed up and checked " +
                              counted(report.documents, "document", "documents") + ": " +
                              human_bytes(report.bytes) + " in " + words.front());
        return exit_code::ok;
    });
}

int run_compact(Session& session, const IndexOptions& options,
                const std::vector<std::string>& words) {
    no_arguments("compact", words);
    return rewrite(session, options, "compacted", compact_index);
}

int run_rebuild(Session& session, const IndexOptions& options,
                const std::vector<std::string>& words) {
    no_arguments("rebuild", words);
    return rewrite(session, options, "rebuilt", rebuild_index);
}

}  // namespace kb::tools
