#include "index/snapshot.hpp"

#include "index/database.hpp"
#include "index/layout.hpp"
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

}  // namespace

SnapshotPool::SnapshotPool(std::filesystem::path directory) : directory_(std::move(directory)) {
    idle_.push_back(open());
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
    snapshot->database = open_database(directory_);
    snapshot->languages = languages_of(snapshot->database);
    return snapshot;
}

std::unique_ptr<Snapshot> SnapshotPool::refreshed(std::unique_ptr<Snapshot> snapshot) const {
    if (snapshot->generation != current_generation(directory_)) return open();
    try {
        if (!snapshot->database.reopen()) return snapshot;
    } catch (const Xapian::DatabaseError&) {
        if (snapshot->generation == current_generation(directory_)) throw;
        return open();
    }
    snapshot->languages = languages_of(snapshot->database);
    return snapshot;
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
