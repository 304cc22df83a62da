#include <optional>
#include <string>

#include "index/database.hpp"
#include "index/database_writer.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/layout.hpp"
#include "index/pipeline.hpp"
#include "index/ranking_refresh.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "index/writer_lock.hpp"
#include "kb/error.hpp"
#include "kb/maintenance.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

/// The stored documents in the order in which they came.
class StoredDocuments {
  public:
    explicit StoredDocuments(const Xapian::Database& database)
        : database_(database), next_(database.postlist_begin({})) {}

    std::optional<Document> operator()() {
        if (next_ == database_.postlist_end({})) return std::nullopt;
        const std::string data = database_.get_document(*next_).get_data();
        ++next_;
        return index::decode_stored(data);
    }

  private:
    const Xapian::Database& database_;
    Xapian::PostingIterator next_;
};

/// Everything that is not a document: subscriptions and the like.
void copy_metadata(const Xapian::Database& from, Xapian::WritableDatabase& to) {
    for (auto it = from.metadata_keys_begin(); it != from.metadata_keys_end(); ++it)
        to.set_metadata(*it, from.get_metadata(*it));
    to.set_metadata(index::schema::format_key, std::to_string(index::schema::format));
}

void write_documents(const Xapian::Database& from, Xapian::WritableDatabase to,
                     const MaintenanceOptions& options) {
    AddOptions add;
    add.jobs = options.jobs;
    add.stop = options.stop;
    if (options.on_progress) {
        add.on_progress = [&, total = std::uint64_t{from.get_doccount()}](const AddReport& report) {
            options.on_progress(report.added, total);
        };
    }
    index::DatabaseWriter writer(std::move(to));
    StoredDocuments documents(from);
    const AddReport report = index::run_pipeline(
        [&documents] { return documents(); }, add,
        {.write =
             [&](index::PreparedDocument document) { return writer.write(std::move(document)); },
         .commit = [&] { writer.commit(); }});
    if (report.cancelled) {
        throw Error(ErrorCode::cancelled, "rebuilding was stopped; the index is as it was");
    }
}

}  // namespace

MaintenanceReport rebuild_index(const fs::path& directory, const MaintenanceOptions& options) {
    index::current_generation(directory);  // throws before the lock would make a file
    const index::WriterLock lock(directory);
    return index::translated_under_lock("cannot rebuild " + directory.string(), [&] {
        MaintenanceReport report;
        const Xapian::Database old = index::open_stored(directory);
        report.documents = old.get_doccount();
        report.bytes_before = index::bytes_on_disk(index::current_generation(directory));
        index::NewGeneration fresh(directory);
        Xapian::WritableDatabase database(
            fresh.path().string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
        copy_metadata(old, database);
        write_documents(old, database, options);
        database.close();
        index::rank_generation(fresh.path());
        report.bytes_after = index::bytes_on_disk(fresh.path());
        fresh.publish();
        return report;
    });
}

}  // namespace kb
