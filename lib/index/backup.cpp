#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

#include "index/check/check.hpp"
#include "index/database.hpp"
#include "index/durable.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/glass/version_check.hpp"
#include "index/glass/version_file.hpp"
#include "index/layout.hpp"
#include "index/ranking_mark.hpp"
#include "index/schema.hpp"
#include "index/writer_lock.hpp"
#include "kb/error.hpp"
#include "kb/maintenance.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

constexpr int attempts_beside_writers = 5;
using index::glass::version_name;  // a file that each commit replaces
constexpr const char* lock_file_name = "flintlock";

/// Which commit is current: as long as this stays the same, a writer only adds to what the commit
/// consists of, and touches nothing of it.
struct Commit {
    fs::path generation;
    std::string version;

    bool operator==(const Commit&) const = default;
};

Commit current_commit(const fs::path& directory) {
    Commit commit{index::current_generation(directory), {}};
    std::ifstream file(commit.generation / version_name, std::ios::binary);
    commit.version.assign(std::istreambuf_iterator<char>(file), {});
    return commit;
}

bool is_copied_apart(const std::string& name) {
    return name == version_name || name == lock_file_name ||
           name.starts_with(index::ranking_name_prefix);
}

void copy_tables(const Commit& commit, const fs::path& to, const std::stop_token& stop) {
    for (const fs::directory_entry& file : fs::directory_iterator(commit.generation)) {
        const std::string name = file.path().filename().string();
        if (is_copied_apart(name) || !file.is_regular_file()) continue;
        index::copy_file(file.path(), to / name, stop);
    }
    index::write_durably(to / version_name, commit.version);
}

/// The ranking file that the copied commit names, if it names one.
void copy_ranking(const Commit& commit, const fs::path& to, const std::stop_token& stop) {
    const Xapian::Database copy = index::glass::open_tables(to);
    const std::optional<index::RankingMark> mark = index::read_mark(copy);
    if (!mark) return;
    const fs::path source = index::ranking_path(commit.generation, *mark);
    if (fs::exists(source)) index::copy_file(source, index::ranking_path(to, *mark), stop);
}

/// Copies the current commit; false if a writer's next one came in between, and with it the right
/// to write over what was being copied.
bool copy_commit(const fs::path& directory, const fs::path& to, const std::stop_token& stop) {
    fs::remove_all(to);
    fs::create_directory(to);
    const Commit commit = current_commit(directory);
    const auto overtaken = [&] { return current_commit(directory) != commit; };
    try {
        copy_tables(commit, to, stop);
        if (overtaken()) return false;
        copy_ranking(commit, to, stop);
        return !overtaken();
    } catch (const Xapian::Error&) {
        if (!overtaken()) throw;
    } catch (const std::logic_error&) {  // Xapian believed a length that was half written
        if (!overtaken()) throw;
    } catch (const fs::filesystem_error&) {  // files that went away with their generation
        if (!overtaken()) throw;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::not_found || !overtaken()) throw;
    }
    return false;
}

void copy_beside_writers(const fs::path& directory, const fs::path& to,
                         const MaintenanceOptions& options) {
    for (int attempt = 0; attempt < attempts_beside_writers; ++attempt) {
        if (copy_commit(directory, to, options.stop)) return;
    }
    // Commits come faster than copies are made: the next writer has to wait.
    const index::WriterLock lock(directory, {.longest = options.wait, .stop = options.stop});
    if (!copy_commit(directory, to, options.stop)) {
        throw Error(ErrorCode::io, directory.string() + " changes in spite of its lock");
    }
}

void require_sound(const CheckReport& report, const fs::path& directory) {
    if (report.problems.empty()) return;
    throw Error(ErrorCode::corrupt, directory.string() + " is damaged: " + report.problems.front(),
                "see all with kbindex check; save what can be read with kbindex check --repair");
}

void require_room(const fs::path& target) {
    const bool usable = index::occupant(target) == index::Occupant::nothing;
    if (usable) return;
    throw Error(ErrorCode::invalid_argument, target.string() + " exists and is not empty",
                "name a directory that does not exist yet");
}

/// A copy that does not become a backup is removed, as far as it was made here.
class Target {
  public:
    explicit Target(fs::path directory)
        : directory_(std::move(directory)), made_(!fs::exists(directory_)) {
        index::make_private_directory(directory_);
    }
    ~Target() {
        std::error_code ignored;
        if (finished_) return;
        fs::remove(directory_ / index::stub_name, ignored);  // named already, but not durably
        fs::remove_all(generation(), ignored);
        if (!made_) return;
        fs::remove(directory_ / index::lock_name, ignored);
        fs::remove(directory_, ignored);
    }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    fs::path generation() const { return directory_ / "g1"; }

    void finish() {
        index::sync_files(generation());
        index::set_current_generation(directory_, generation().filename().string());
        finished_ = true;
    }

  private:
    fs::path directory_;
    bool made_;
    bool finished_ = false;
};

}  // namespace

BackupReport backup_index(const fs::path& directory, const fs::path& target,
                          const MaintenanceOptions& options) {
    index::open_stored(directory);  // throws before anything is made
    if (target.empty()) throw Error(ErrorCode::invalid_argument, "the backup has no name");
    require_room(target);
    return index::translated_under_lock("cannot back up " + directory.string(), [&] {
        Target copy(target);
        const index::WriterLock lock(target);
        require_room(target);
        copy_beside_writers(directory, copy.generation(), options);
        const CheckReport checked = index::check_generation(copy.generation(), options);
        require_sound(checked, directory);
        copy.finish();
        return BackupReport{checked.documents, index::bytes_on_disk(copy.generation())};
    });
}

}  // namespace kb
