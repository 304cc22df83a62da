#include "index/check/check.hpp"

#include <optional>
#include <sstream>
#include <stdexcept>

#include "index/check/tables.hpp"
#include "index/database.hpp"
#include "index/glass/version_check.hpp"
#include "index/glass/version_file.hpp"
#include "index/glass/version_reader.hpp"
#include "index/layout.hpp"
#include "index/ranking_mark.hpp"
#include "index/ranking_snapshot.hpp"
#include "index/schema.hpp"
#include "index/stopping.hpp"
#include "index/stored_document.hpp"
#include "index/writer_lock.hpp"
#include "kb/error.hpp"
#include "kb/maintenance.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_problems = 100;
constexpr std::uint64_t progress_step = 256;

class Checker {
  public:
    Checker(fs::path generation, const MaintenanceOptions& options)
        : generation_(std::move(generation)), options_(options) {}

    CheckReport run() {
        if (const auto version = index::glass::read_version(generation_)) {
            check_tables(*version);
        } else if (index::glass::is_known_format(generation_)) {
            problem("iamglass, which says where tables begin, is damaged");
        } else {
            as_xapian_sees_it([this] { leave_tables_to_xapian(); });
        }
        // Only sound tables, for Xapian believes what they say.
        if (report_.problems.empty()) as_xapian_sees_it([this] { check_ranking(); });
        return std::move(report_);
    }

  private:
    void problem(std::string text) {
        if (report_.problems.size() < most_problems) {
            report_.problems.push_back(std::move(text));
        } else {
            ++report_.more_problems;
        }
    }

    void check_tables(const index::glass::Version& version) {
        const auto document = [&](std::uint32_t number, const std::string& stored) {
            return check_document(number, stored, version.statistics.documents);
        };
        index::check_tables(generation_, version,
                            {.problem = [this](std::string text) { problem(std::move(text)); },
                             .document = document,
                             .ids_disagree = [this] { as_xapian_sees_it([this] { find_ids(); }); },
                             .stop = options_.stop});
    }

    std::optional<std::string> check_document(std::uint32_t number, const std::string& stored,
                                              std::uint64_t total) {
        ++report_.documents;
        if (options_.on_progress && report_.documents % progress_step == 0)
            options_.on_progress(report_.documents, total);
        try {
            return index::schema::id_term(index::decode_stored(stored).id);
        } catch (const Error& error) {
            problem("document number " + std::to_string(number) + ": " + error.what());
            return std::nullopt;
        }
    }

    /// Says which documents are not found by their id.
    void find_ids() {
        const Xapian::Database database = index::glass::open_tables(generation_);
        for (auto it = database.postlist_begin({}); it != database.postlist_end({}); ++it) {
            index::throw_if_stopped(options_.stop);
            const std::string id = index::decode_stored(database.get_document(*it).get_data()).id;
            const std::string term = index::schema::id_term(id);
            const auto found = database.postlist_begin(term);
            if (found == database.postlist_end(term) || *found != *it)
                problem("document number " + std::to_string(*it) + ": not found by its id " + id);
        }
    }

    template <typename Operation>
    void as_xapian_sees_it(Operation&& operation) {
        try {
            operation();
        } catch (const Xapian::Error& error) {
            problem("the database cannot be opened: " + error.get_msg());
        } catch (const std::logic_error&) {  // Xapian believed a damaged length
            problem("the database cannot be opened: it says what cannot be");
        }
    }

    /// Of a format that a later Xapian made.
    void leave_tables_to_xapian() {
        std::ostringstream details;
        const auto errors = Xapian::Database::check(generation_.string(), 0, &details);
        if (errors != 0) problem(std::to_string(errors) + " faults in the tables of Xapian");
        report_.documents = index::glass::open_tables(generation_).get_doccount();
    }

    void check_ranking() {
        const Xapian::Database database = index::glass::open_tables(generation_);
        if (index::lacks_positions(database)) problem("the table of positions is missing");
        // One of another commit is no damage: a stranger, or a commit that failed, went past it,
        // and nobody believes it.
        if (!index::read_mark(database)) return;
        std::string trouble;
        const auto ranking = index::open_ranking(database, generation_, trouble);
        try {
            if (ranking) ranking->file().verify();
        } catch (const rank::DamagedFile& damage) {
            trouble = std::string("the ranking file is damaged: ") + damage.what();
        }
        if (!trouble.empty()) problem(trouble);
    }

    fs::path generation_;
    const MaintenanceOptions& options_;
    CheckReport report_;
};

/// The lock where it can be had. On a read-only medium nobody writes.
std::optional<index::WriterLock> lock_if_writable(const fs::path& directory,
                                                  const WriterWait& wait) {
    try {
        return std::make_optional<index::WriterLock>(directory, wait);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::permission_denied) throw;
        return std::nullopt;
    }
}

}  // namespace

CheckReport check_index(const fs::path& directory, const MaintenanceOptions& options) {
    index::current_generation(directory);  // throws before the lock would make a file
    const auto lock = lock_if_writable(directory, {.longest = options.wait, .stop = options.stop});
    return index::check_generation(index::current_generation(directory), options);
}

CheckReport index::check_generation(const fs::path& generation, const MaintenanceOptions& options) {
    return Checker(generation, options).run();
}

}  // namespace kb
