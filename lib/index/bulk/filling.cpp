#include "index/bulk/filling.hpp"

#include <limits>
#include <utility>

#include "index/bulk/pipeline.hpp"
#include "index/database.hpp"
#include "index/durable.hpp"
#include "index/generation.hpp"
#include "index/glass/version_file.hpp"
#include "index/layout.hpp"

namespace kb::index::bulk {

namespace {

constexpr std::uint64_t first_commit = 4;  // times commit_every

}  // namespace

bool can_fill(const std::filesystem::path& directory, const DatabaseWriter& writer) {
    return writer.database().get_doccount() == 0 && !writer.is_pending() &&
           glass::is_known_format(current_generation(directory));
}

AddReport Filling::run(const DocumentSource& source) {
    AddReport report;
    std::uint64_t most = options_.commit_every != 0 ? options_.commit_every * first_commit
                                                    : std::numeric_limits<std::uint64_t>::max();
    do {
        complete_ = fill(batch_, source, options_, most);
        report = commit();
        most = handled(report);
    } while (!complete_ && !batch_.waits_for_database());
    report.cancelled = options_.stop.stop_requested();
    if (options_.on_progress) options_.on_progress(report);
    return report;
}

AddReport Filling::commit() {
    AddReport report;
    NewGeneration fresh(directory_);
    auto writer = write_generation(batch_, fresh.path(), lasting_metadata(writer_->database()),
                                   options_, report);
    std::swap(writer_, writer);
    try {
        if (options_.before_commit) options_.before_commit(handled(report));
        writer_->commit();
        fresh.publish();
    } catch (...) {
        std::swap(writer_, writer);
        throw;
    }
    return report;
}

std::unique_ptr<DatabaseWriter> write_generation(const Batch& batch,
                                                 const std::filesystem::path& generation,
                                                 const Metadata& metadata,
                                                 const AddOptions& options, AddReport& report) {
    make_directory(generation);
    batch.write(generation, metadata, threads_for(options) > 1, options.abandon);
    auto writer = std::make_unique<DatabaseWriter>(
        Xapian::WritableDatabase(generation.string(), Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS));
    report.added = batch.admitted();
    writer->begin();
    for (const PreparedDocument& document : batch.waiting())
        count(report, writer->write(document, options.keep_published));
    return writer;
}

}  // namespace kb::index::bulk
