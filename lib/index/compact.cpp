#include "index/check/tables.hpp"
#include "index/database.hpp"
#include "index/durable.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/glass/block.hpp"
#include "index/glass/compaction.hpp"
#include "index/layout.hpp"
#include "index/ranking_refresh.hpp"
#include "index/stopping.hpp"
#include "index/writer_lock.hpp"
#include "kb/maintenance.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

/// Xapian reports here before and after each table, and cannot be stopped within one.
class StoppableCompactor final : public Xapian::Compactor {
  public:
    explicit StoppableCompactor(std::stop_token stop) : stop_(std::move(stop)) {}

    void set_status(const std::string& /*table*/, const std::string& /*status*/) override {
        index::throw_if_stopped(stop_);
    }

  private:
    std::stop_token stop_;
};

void write_compactly(Xapian::Database& database, const fs::path& from, const fs::path& to,
                     const std::stop_token& stop) {
    const auto version = index::glass::read_version(from);
    if (!version) {  // a format that only Xapian knows
        StoppableCompactor compactor(stop);
        database.compact(to.string(), Xapian::DBCOMPACT_NO_RENUMBER, 0, compactor);
        return;
    }
    index::make_directory(to);
    try {
        index::glass::compact_tables(from, *version, to, stop);
    } catch (const index::glass::DamagedTable& damage) {
        index::throw_corrupt("the index is damaged", damage.what());
    }
}

}  // namespace

MaintenanceReport compact_index(const fs::path& directory, const MaintenanceOptions& options) {
    index::current_generation(directory);  // throws before the lock would make a file
    const index::WriterLock lock(directory, {.longest = options.wait, .stop = options.stop});
    return index::translated_under_lock("cannot compact " + directory.string(), [&] {
        MaintenanceReport report;
        const fs::path before = index::current_generation(directory);
        Xapian::Database database = index::open_database(directory);
        report.documents = database.get_doccount();
        report.bytes_before = index::bytes_on_disk(before);
        index::require_sound_tables(before, options.stop);
        index::NewGeneration fresh(directory);
        write_compactly(database, before, fresh.path(), options.stop);
        const auto earlier = index::verified_ranking(database, before);
        index::rank_generation(fresh.path(), earlier.get(), options.stop);
        report.bytes_after = index::bytes_on_disk(fresh.path());
        fresh.publish();
        return report;
    });
}

}  // namespace kb
