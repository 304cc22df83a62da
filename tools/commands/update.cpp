#include "kb/update.hpp"

#include <chrono>

#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/json.hpp"
#include "common/numbers.hpp"
#include "common/progress.hpp"
#include "common/signals.hpp"
#include "common/usage_error.hpp"
#include "kb/index.hpp"

namespace kb::tools {
namespace {

std::string progress_text(const UpdateReport& report) {
    return with_thousands(report.done) + " of " + counted(report.feeds, "feed", "feeds") + "  " +
           counted(report.documents.added, "new document", "new documents");
}

double part_done(const UpdateReport& report) {
    if (report.feeds == 0) return 0;
    return static_cast<double>(report.done) / static_cast<double>(report.feeds);
}

std::string summary(const UpdateReport& report, double seconds) {
    std::string text = "updated " + counted(report.done, "feed", "feeds") + ": " +
                       std::to_string(report.changed) + " changed, " +
                       std::to_string(report.not_modified) + " not modified";
    if (report.not_due > 0) text += ", " + std::to_string(report.not_due) + " not due";
    if (report.disabled > 0) text += ", " + std::to_string(report.disabled) + " gone";
    return text + "; added " + std::to_string(report.documents.added) + ", updated " +
           std::to_string(report.documents.updated) + ", unchanged " +
           std::to_string(report.documents.unchanged) + ", failed " +
           std::to_string(report.failed) + " in " + fixed(seconds, 2) + " s";
}

std::string json_report(const UpdateReport& report, double seconds) {
    std::string json = "{\"feeds\":" + std::to_string(report.done) +
                       ",\"changed\":" + std::to_string(report.changed) +
                       ",\"not_modified\":" + std::to_string(report.not_modified) +
                       ",\"not_due\":" + std::to_string(report.not_due) +
                       ",\"disabled\":" + std::to_string(report.disabled) +
                       ",\"added\":" + std::to_string(report.documents.added) +
                       ",\"updated\":" + std::to_string(report.documents.updated) +
                       ",\"unchanged\":" + std::to_string(report.documents.unchanged) +
                       ",\"failed\":" + std::to_string(report.failed) + ",\"errors\":[";
    for (const Problem& problem : report.problems) {
        if (problem.severity != Problem::Severity::failure) continue;
        if (json.back() == '}') json += ',';
        json += "{\"input\":" + json_string(problem.input) +
                ",\"message\":" + json_string(problem.message) + "}";
    }
    return json + "],\"seconds\":" + fixed(seconds, 3) + "}\n";
}

UpdateReport update_index(Session& session, const IndexOptions& options, std::stop_token stop) {
    const auto database = database_path(options.database);
    protect_new_files(database);
    Index index(database, Index::Mode::existing, {.longest = options.wait, .stop = stop});
    Progress progress(session.messages);
    UpdateOptions update_options;
    update_options.fetch = options.read.fetch;
    update_options.jobs = options.jobs;
    update_options.all = options.all;
    update_options.stop = std::move(stop);
    update_options.on_progress = [&](const UpdateReport& report) {
        progress.update(part_done(report), progress_text(report));
    };
    update_options.on_problem = [&](const Problem& problem) {
        progress.erase();
        show_problem(session.messages, problem);
    };
    return update(index, update_options);
}

}  // namespace

int run_update(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words) {
    if (!words.empty())
        throw UsageError("update takes no arguments, but was given '" + words.front() + "'");
    const auto start = std::chrono::steady_clock::now();
    SignalStop stop;
    const UpdateReport report = update_index(session, options, stop.token());
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (report.cancelled) session.messages.warning("interrupted; what was added so far is kept");
    if (options.json_report) session.out.write(json_report(report, elapsed.count()));
    session.out.flush();
    if (report.feeds + report.not_due + report.disabled == 0)
        session.messages.note("no subscriptions yet: kbindex subscribe URL");
    session.messages.note(summary(report, elapsed.count()));
    if (report.cancelled && stop.signal() != 0) return exit_code::from_signal(stop.signal());
    return exit_code_of(report.changed + report.not_modified, report.failed);
}

}  // namespace kb::tools
