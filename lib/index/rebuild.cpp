#include <limits>
#include <optional>
#include <string>

#include "index/bulk/batch.hpp"
#include "index/bulk/filling.hpp"
#include "index/bulk/pipeline.hpp"
#include "index/check/tables.hpp"
#include "index/database.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/glass/version_file.hpp"
#include "index/layout.hpp"
#include "index/metadata.hpp"
#include "index/ranking_refresh.hpp"
#include "index/rewriting.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "index/writer_lock.hpp"
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

/// Writes the tables at once.
void write_in_bulk(const Xapian::Database& from, const fs::path& directory, const fs::path& fresh,
                   const MaintenanceOptions& options) {
    const AddOptions add = index::add_options(options, from.get_doccount());
    index::bulk::Batch batch(directory);
    StoredDocuments documents(from);
    const auto next = [&] { return documents(); };
    index::bulk::fill(batch, next, add, std::numeric_limits<std::uint64_t>::max());
    AddReport report;
    index::bulk::write_generation(batch, fresh, index::lasting_metadata(from), add, report)
        ->commit();
}

void write_one_by_one(const Xapian::Database& from, const fs::path& fresh,
                      const MaintenanceOptions& options) {
    Xapian::WritableDatabase to(fresh.string(),
                                Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
    for (const auto& [key, value] : index::lasting_metadata(from))
        index::put_metadata(to, key, value);
    StoredDocuments documents(from);
    index::write_anew(documents, from.get_doccount(), to, options);
    to.close();
    index::rank_generation(fresh, nullptr, options.stop);
}

}  // namespace

MaintenanceReport rebuild_index(const fs::path& directory, const MaintenanceOptions& options) {
    index::current_generation(directory);  // throws before the lock would make a file
    const index::WriterLock lock(directory, {.longest = options.wait, .stop = options.stop});
    return index::translated_under_lock("cannot rebuild " + directory.string(), [&] {
        MaintenanceReport report;
        const fs::path before = index::current_generation(directory);
        const Xapian::Database old = index::open_stored(directory);
        report.documents = old.get_doccount();
        report.bytes_before = index::bytes_on_disk(before);
        index::require_sound_tables(before, options.stop);
        index::NewGeneration fresh(directory);
        if (index::glass::is_known_format(before)) {
            write_in_bulk(old, directory, fresh.path(), options);
        } else {
            write_one_by_one(old, fresh.path(), options);
        }
        report.bytes_after = index::bytes_on_disk(fresh.path());
        fresh.publish();
        return report;
    });
}

}  // namespace kb
