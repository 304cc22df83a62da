#include "kb/maintenance.hpp"

#include <array>
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
    maintenance.on_progress = [&progress](std::uint64_t done, std::uint64_t total) {
        progress.update({.documents = done, .documents_total = total});
    };
    return operation(database_path(options.database), maintenance);
}

/// compact and rebuild: what changed, or that a signal left all as it was.
template <typename Operation>
int rewrite(Session& session, const IndexOptions& options, std::string_view done,
            Operation&& operation) {
    SignalStop stop;
    try {
        const MaintenanceReport report = maintain(session, options, stop, operation);
        session.messages.note(std::string(done) + " " +
                              counted(report.documents, "document", "documents") + ": " +
                              human_bytes(report.bytes_before) + " before, " +
                              human_bytes(report.bytes_after) + " now");
        return exit_code::ok;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::cancelled) throw;
        session.messages.warning(error.what());
        return exit_code::from_signal(stop.signal());
    }
}

int show_check(Session& session, const CheckReport& report) {
    for (const std::string& problem : report.problems)
        session.messages.error(problem);
    const std::uint64_t problems = report.problems.size() + report.more_problems;
    const std::string checked =
        "checked " + counted(report.documents, "document", "documents") + ": ";
    if (problems == 0) {
        session.messages.note(checked + "no problems");
        return exit_code::ok;
    }
    session.messages.error(checked + counted(problems, "problem", "problems") +
                           "; index the sources anew, or restore a backup");
    return exit_code::partial;
}

}  // namespace

int run_check(Session& session, const IndexOptions& options,
              const std::vector<std::string>& words) {
    no_arguments("check", words);
    SignalStop stop;
    try {
        return show_check(session, maintain(session, options, stop, check_index));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::cancelled) throw;
        session.messages.warning(error.what());
        return exit_code::from_signal(stop.signal());
    }
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
