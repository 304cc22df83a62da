#include "index/rewriting.hpp"

#include "index/database_writer.hpp"

namespace kb::index {

AddOptions add_options(const MaintenanceOptions& options, std::uint64_t total) {
    AddOptions add;
    add.jobs = options.jobs;
    add.abandon = options.stop;
    if (options.on_progress) {
        add.on_progress = [&options, total](const AddReport& report) {
            options.on_progress(report.added, total);
        };
    }
    return add;
}

std::uint64_t write_anew(const DocumentSource& documents, std::uint64_t total,
                         Xapian::WritableDatabase to, const MaintenanceOptions& options) {
    DatabaseWriter writer(std::move(to));
    const AddReport report = run_pipeline(
        documents, add_options(options, total),
        {.write = [&](PreparedDocument document) { return writer.write(std::move(document)); },
         .commit = [&] { writer.commit(); }});
    return report.added;
}

}  // namespace kb::index
