#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/json.hpp"
#include "common/numbers.hpp"
#include "common/signals.hpp"
#include "kb/index.hpp"

namespace kb::tools {
namespace {

/// Whether opening it makes sense at all: a mistyped name must not leave an empty index behind.
bool may_exist(const std::string& input) {
    std::error_code error;
    return input == "-" || is_web_url(input) ||
           std::filesystem::status(input, error).type() != std::filesystem::file_type::not_found;
}

AddReport add_to_index(Inputs& inputs, const std::filesystem::path& database,
                       const IndexOptions& options, std::stop_token stop) {
    protect_new_files(database);
    Index index(database, Index::Mode::create, {.longest = options.wait, .stop = stop});
    AddOptions add;
    add.jobs = options.jobs;
    add.stop = std::move(stop);
    add.on_progress = [&inputs](const AddReport& report) {
        inputs.show_progress(report.added + report.updated + report.unchanged);
    };
    return index.add_all(inputs.reader(), add);
}

std::string summary(const AddReport& report, std::uint64_t failed, double seconds) {
    return "added " + std::to_string(report.added) + ", updated " + std::to_string(report.updated) +
           ", unchanged " + std::to_string(report.unchanged) + ", failed " +
           std::to_string(failed) + " in " + fixed(seconds, 2) + " s";
}

std::string json_report(const AddReport& report, const Inputs& inputs, double seconds) {
    std::string json = "{\"added\":" + std::to_string(report.added) +
                       ",\"updated\":" + std::to_string(report.updated) +
                       ",\"unchanged\":" + std::to_string(report.unchanged) +
                       ",\"failed\":" + std::to_string(inputs.failures()) + ",\"errors\":[";
    for (const InputError& error : inputs.errors()) {
        if (json.back() == '}') json += ',';
        json += "{\"input\":" + json_string(error.input) +
                ",\"message\":" + json_string(error.message) + "}";
    }
    return json + "],\"seconds\":" + fixed(seconds, 3) + "}\n";
}

}  // namespace

int run_add(Session& session, const IndexOptions& options, const std::vector<std::string>& words) {
    const auto start = std::chrono::steady_clock::now();
    SignalStop stop;
    Inputs inputs(session, options, words, stop.token());
    AddReport report;
    if (std::any_of(words.begin(), words.end(), may_exist)) {
        const auto database = database_path(options.database);
        session.messages.detail("index: " + database.string());
        report = add_to_index(inputs, database, options, stop.token());
    } else {
        inputs.reader().next();  // says what is wrong with each
    }
    inputs.progress().erase();

    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (report.cancelled) session.messages.warning("interrupted; what was added so far is kept");
    if (options.json_report) session.out.write(json_report(report, inputs, elapsed.count()));
    session.out.flush();
    session.messages.note(summary(report, inputs.failures(), elapsed.count()));
    if (report.cancelled && stop.signal() != 0) return exit_code::from_signal(stop.signal());
    return exit_code_of(report.added + report.updated + report.unchanged, inputs.failures());
}

}  // namespace kb::tools
