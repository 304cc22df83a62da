#include "index/check.hpp"

#include <optional>
#include <sstream>
#include <stdexcept>

#include "index/database.hpp"
#include "index/errors.hpp"
#include "index/glass/version_check.hpp"
#include "index/layout.hpp"
#include "index/ranking_snapshot.hpp"
#include "index/schema.hpp"
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
        check_tables();
        guarded("the ranking file cannot be checked", [this] { check_ranking(); });
        guarded("the database cannot be opened", [this] { check_documents(); });
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

    template <typename Operation>
    void guarded(const std::string& what, Operation&& operation) {
        try {
            operation();
        } catch (const Xapian::Error& error) {
            problem(what + ": " + error.get_msg());
        } catch (const std::logic_error&) {  // Xapian believed a damaged length
            problem(what + ": it says what cannot be");
        }
    }

    void check_tables() {
        guarded("the tables cannot be checked", [this] {
            index::glass::require_plausible_version(generation_);
            std::ostringstream details;
            const auto errors = Xapian::Database::check(generation_.string(), 0, &details);
            if (errors != 0) problem(std::to_string(errors) + " faults in the tables of Xapian");
        });
    }

    void check_ranking() {
        const Xapian::Database database = index::glass::open_tables(generation_);
        std::string trouble;
        const auto ranking = index::open_ranking(database, generation_, trouble);
        try {
            if (ranking) ranking->file().verify();
        } catch (const rank::DamagedFile& damage) {
            trouble = std::string("the ranking file is damaged: ") + damage.what();
        }
        if (!trouble.empty()) problem(trouble);
    }

    void check_documents() {
        const Xapian::Database database = index::glass::open_tables(generation_);
        if (index::lacks_positions(database)) problem("the table of positions is missing");
        const std::uint64_t total = database.get_doccount();
        for (auto it = database.postlist_begin({}); it != database.postlist_end({}); ++it) {
            if (options_.stop.stop_requested()) {
                throw Error(ErrorCode::cancelled, "the check was stopped");
            }
            const Xapian::docid number = *it;
            const std::string name = "document number " + std::to_string(number);
            guarded(name, [&] { check_document(database, number, name); });
            ++report_.documents;
            if (options_.on_progress && report_.documents % progress_step == 0)
                options_.on_progress(report_.documents, total);
        }
        if (report_.documents != total) {
            problem("the database counts " + std::to_string(total) + " documents, but holds " +
                    std::to_string(report_.documents));
        }
    }

    void check_document(const Xapian::Database& database, Xapian::docid number,
                        const std::string& name) {
        Document document;
        try {
            document = index::decode_stored(database.get_document(number).get_data());
        } catch (const Error& error) {
            problem(name + ": " + error.what());
            return;
        }
        const std::string term = index::schema::id_term(document.id);
        const auto found = database.postlist_begin(term);
        if (found == database.postlist_end(term) || *found != number) {
            problem(name + ": not found by its id " + document.id);
        }
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
