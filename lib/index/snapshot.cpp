#include "index/snapshot.hpp"

#include "index/database.hpp"
#include "index/layout.hpp"
#include "index/ranking_builder.hpp"
#include "index/schema.hpp"

namespace kb::index {

namespace {

std::vector<std::string> languages_of(const Xapian::Database& database) {
    const std::string prefix(schema::field("lang").prefix);
    std::vector<std::string> languages;
    for (auto it = database.allterms_begin(prefix); it != database.allterms_end(prefix); ++it) {
        languages.push_back((*it).substr(prefix.size()));
    }
    return languages;
}

/// Takes over what a new commit says beside its documents.
void look_at_commit(Snapshot& snapshot) {
    snapshot.languages = languages_of(snapshot.database);
    snapshot.postings = {};
    if (snapshot.ranking) {
        std::optional<RankingMark> mark = read_mark(snapshot.database);
        if (mark && snapshot.ranking->follow(std::move(*mark))) return;
    }
    snapshot.ranking =
        open_ranking(snapshot.database, snapshot.generation, snapshot.ranking_problem);
}

}  // namespace

std::uint64_t Snapshot::frequency(const std::string& term) const {
    if (!ranking || ranking->has_tail(database) || !ranking->mark().changed.empty() ||
        is_kept_out_of_ranking(term)) {
        return database.get_termfreq(term);
    }
    try {
        return ranking->file().frequency(term);
    } catch (const rank::DamagedFile&) {  // the search will notice, too
        return database.get_termfreq(term);
    }
}

SnapshotPool::SnapshotPool(std::filesystem::path directory) : directory_(std::move(directory)) {
    read([](const Snapshot&) {});
}

/// A generation may be replaced and removed between reading its name and opening it: then the next
/// one is there.
std::unique_ptr<Snapshot> SnapshotPool::open() const {
    for (int attempt = 1;; ++attempt) {
        const std::filesystem::path generation = current_generation(directory_);
        try {
            return open_once();
        } catch (const Error&) {
            if (attempt == max_attempts || current_generation(directory_) == generation) throw;
        }
    }
}

std::unique_ptr<Snapshot> SnapshotPool::open_once() const {
    auto snapshot = std::make_unique<Snapshot>();
    snapshot->generation = current_generation(directory_);
    snapshot->watch = CommitWatch(directory_, snapshot->generation);
    snapshot->database = open_database(directory_);
    look_at_commit(*snapshot);
    return snapshot;
}

std::unique_ptr<Snapshot> SnapshotPool::refreshed(std::unique_ptr<Snapshot> snapshot) const {
    const CommitWatch watch(directory_, snapshot->generation);
    if (watch.same_as(snapshot->watch)) return snapshot;
    if (snapshot->generation != current_generation(directory_)) return open();
    snapshot->watch = watch;
    try {
        if (!snapshot->database.reopen()) return snapshot;
    } catch (const Xapian::DatabaseError&) {
        if (snapshot->generation == current_generation(directory_)) throw;
        return open();
    }
    look_at_commit(*snapshot);
    return snapshot;
}

bool SnapshotPool::is_committed_since(CommitWatch& look) const {
    const CommitWatch now(directory_, current_generation(directory_));
    const bool newer = !now.same_as(look);
    look = now;
    return newer;
}

SnapshotPool::Lease SnapshotPool::borrow() {
    std::unique_ptr<Snapshot> snapshot;
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            snapshot = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    snapshot = snapshot ? refreshed(std::move(snapshot)) : open();
    return Lease(snapshot.release(), Return{this});
}

void SnapshotPool::give_back(Snapshot* snapshot) {
    std::unique_ptr<Snapshot> owned(snapshot);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(owned));
}

}  // namespace kb::index
