#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "index/durable.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/glass/version_reader.hpp"
#include "index/layout.hpp"
#include "index/metadata.hpp"
#include "index/ranking_refresh.hpp"
#include "index/rewriting.hpp"
#include "index/salvage.hpp"
#include "index/schema.hpp"
#include "index/writer_lock.hpp"
#include "kb/error.hpp"
#include "kb/maintenance.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

void require_something_to_repair(const fs::path& directory) {
    switch (index::occupant(directory)) {
        case index::Occupant::nothing:
            index::throw_no_index(directory);
        case index::Occupant::something_else:
            index::throw_not_an_index(directory);
        case index::Occupant::index:
        case index::Occupant::nameless:
            if (index::generations(directory).empty()) index::throw_not_an_index(directory);
    }
}

std::uint64_t documents_stated(const fs::path& generation) {
    const auto version = index::glass::read_version(generation);
    return version ? version->statistics.documents : 0;
}

/// The generations to read and to keep, the one to read first: the current one or, where nothing
/// says which that is, all, the fullest first.
std::vector<fs::path> damaged_generations(const fs::path& directory) {
    try {
        const fs::path current = index::current_generation(directory);
        if (fs::exists(current)) return {current};
    } catch (const Error& error) {
        if (error.code() != ErrorCode::corrupt) throw;
    }
    std::vector<fs::path> all = index::generations(directory);
    std::stable_sort(all.begin(), all.end(), [](const fs::path& a, const fs::path& b) {
        return documents_stated(a) > documents_stated(b);
    });
    return all;
}

/// Gives a generation's files a second name that no writer removes. Where the file system has no
/// links, they are copied.
fs::path keep(const fs::path& generation) {
    fs::path kept =
        generation.parent_path() / (index::damaged_prefix + generation.filename().string());
    index::make_private_directory(kept);
    for (const fs::directory_entry& file : fs::directory_iterator(generation)) {
        if (!file.is_regular_file()) continue;
        const fs::path second = kept / file.path().filename();
        std::error_code error;
        fs::create_hard_link(file.path(), second, error);
        if (error && !fs::exists(second)) index::copy_file(file.path(), second, {});
    }
    index::sync_files(kept);
    return kept;
}

void salvage_into(const fs::path& target, const fs::path& damaged,
                  const MaintenanceOptions& options, RepairReport& report) {
    index::Salvage salvage(damaged);
    Xapian::WritableDatabase database(target.string(),
                                      Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
    report.lost_entries = salvage.copy_metadata(database);
    index::put_metadata(database, index::schema::format_key, std::to_string(index::schema::format));
    report.documents =
        index::write_anew([&] { return salvage.next(); }, salvage.total(), database, options);
    database.close();
    if (report.documents == 0 && (salvage.total() > 0 || salvage.lost() > 0))
        index::throw_corrupt("cannot repair " + damaged.string(), "no document can be read");
    report.lost =
        std::max(salvage.lost(), salvage.total() - std::min(salvage.total(), report.documents));
}

}  // namespace

RepairReport repair_index(const fs::path& directory, const MaintenanceOptions& options) {
    require_something_to_repair(directory);
    const index::WriterLock lock(directory, {.longest = options.wait, .stop = options.stop});
    return index::translated_under_lock("cannot repair " + directory.string(), [&] {
        RepairReport report;
        const std::vector<fs::path> damaged = damaged_generations(directory);
        index::NewGeneration fresh(index::NewGeneration::BesideAll{}, directory);
        salvage_into(fresh.path(), damaged.front(), options, report);
        index::rank_generation(fresh.path(), nullptr, options.stop);
        for (const fs::path& generation : damaged)
            report.kept.push_back(keep(generation));
        fresh.publish();
        return report;
    });
}

}  // namespace kb
