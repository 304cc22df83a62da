#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "index/commit_watch.hpp"
#include "index/errors.hpp"
#include "index/posting_check.hpp"
#include "index/ranking_snapshot.hpp"
#include "index/xapian.hpp"
#include "kb/analyzer.hpp"
#include "kb/error.hpp"

namespace kb::index {

/// One reader's view of one commit, with what goes with it. Used by one thread at a time, because
/// Xapian shares nothing between threads.
struct Snapshot {
    Xapian::Database database;
    std::filesystem::path generation;
    std::vector<std::string> languages;        ///< that documents are in; sorted
    std::unique_ptr<RankingSnapshot> ranking;  ///< null: there is none that holds
    std::string ranking_problem;               ///< why not, where one should be there
    CommitWatch watch;      ///< how the commit's files looked before it was opened
    PostingCheck postings;  ///< asked before Xapian matches anything
    Analyzer analyzer;

    /// The number of documents with a term. From the ranking file where that says all, which is
    /// much faster.
    std::uint64_t frequency(const std::string& term) const;
};

/// Lends snapshots to threads: as many exist as are used at once. Thread-safe.
class SnapshotPool {
  public:
    /// Opens the first snapshot, so that a bad directory is known at once. Throws Error.
    explicit SnapshotPool(std::filesystem::path directory);

    const std::filesystem::path& directory() const noexcept { return directory_; }

    /// Runs `operation(Snapshot&)` on the newest commit, and again on a newer one when a writer
    /// overtook it. Throws what the operation throws; Error(io) if it is overtaken max_attempts
    /// times; Error(corrupt) if Xapian says so and there is no newer commit.
    template <typename Operation>
    auto read(Operation&& operation) -> decltype(operation(std::declval<Snapshot&>())) {
        const std::string what = "cannot read " + directory_.string();
        Xapian::rev seen = 0;
        CommitWatch failed;
        for (int attempt = 1; attempt <= max_attempts; ++attempt) {
            bool newer = true;
            try {
                return translated(what, [&] {
                    const Lease lease = borrow();
                    newer = attempt == 1 || lease->database.get_revision() != seen;
                    seen = lease->database.get_revision();
                    return operation(*lease);
                });
            } catch (const Xapian::DatabaseModifiedError&) {  // look at the newer commit
                if (!newer) throw_corrupt(what, "a block of a commit that never was");
            } catch (const Error& error) {
                // So does Xapian call a root that was overwritten between naming and reading it.
                if (error.code() != ErrorCode::corrupt || attempt == max_attempts ||
                    !is_committed_since(failed))
                    throw;
            }
        }
        throw Error(ErrorCode::io, what + ": writers keep overtaking this reader", "try again");
    }

  private:
    static constexpr int max_attempts = 10;

    struct Return {
        SnapshotPool* pool;
        void operator()(Snapshot* snapshot) const { pool->give_back(snapshot); }
    };
    using Lease = std::unique_ptr<Snapshot, Return>;

    /// Whether there may have been a commit since an earlier look; looks again.
    bool is_committed_since(CommitWatch& look) const;
    Lease borrow();
    void give_back(Snapshot* snapshot);
    std::unique_ptr<Snapshot> open() const;
    std::unique_ptr<Snapshot> open_once() const;
    /// Brings an idle snapshot up to the newest commit.
    std::unique_ptr<Snapshot> refreshed(std::unique_ptr<Snapshot> snapshot) const;

    std::filesystem::path directory_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Snapshot>> idle_;
};

}  // namespace kb::index
