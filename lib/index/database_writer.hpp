#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "index/document_builder.hpp"
#include "index/pending_changes.hpp"
#include "index/ranking_mark.hpp"
#include "index/xapian.hpp"
#include "kb/index.hpp"

namespace kb::index {

/// Writes documents into one database. Changes gather in one Xapian transaction, which the first
/// change opens; without commit() they are dropped when the object goes away. Throws what Xapian
/// throws; where the database failed, all that was pending is dropped, and the database is closed.
/// One thread at a time.
class DatabaseWriter {
  public:
    explicit DatabaseWriter(Xapian::WritableDatabase database) : database_(std::move(database)) {}
    ~DatabaseWriter();
    DatabaseWriter(const DatabaseWriter&) = delete;
    DatabaseWriter& operator=(const DatabaseWriter&) = delete;

    /// Adds or replaces a document, unless the same is there already. With `keep_published`, the
    /// one that is there passes its date of publication on.
    Change write(PreparedDocument prepared, bool keep_published = false);
    /// False if there is no document of that id.
    bool erase(std::string_view id);

    /// An empty value removes the key.
    void set_metadata(const std::string& key, const std::string& value);

    /// Opens the transaction, so that commit() commits even if nothing else changes.
    void begin();
    void commit();
    void discard();
    /// Drops what is pending and lets the files go, at once: the memory goes with the object. All
    /// else throws from then on.
    void close() noexcept;
    bool is_closed() const noexcept { return closed_; }
    /// Whether there are changes that are not committed.
    bool is_pending() const noexcept { return in_transaction_; }

    /// Makes the ranking file beside the database anew if enough has changed. Requires that all is
    /// committed. Throws also Error.
    void refresh_ranking_if_due(const std::filesystem::path& generation,
                                const std::stop_token& stop = {});

    /// Whether Xapian holds so much that is not committed that it should be now.
    bool is_full() const noexcept { return pending_.is_full(); }

    /// For reading; shows what is not committed yet.
    const Xapian::Database& database() const noexcept { return database_; }

  private:
    std::optional<Xapian::docid> find(const std::string& id_term) const;
    bool same_content(Xapian::docid existing, const std::string& data) const;
    template <typename Operation>
    auto changing(Operation&& operation) -> decltype(operation());
    Change put(PreparedDocument prepared, bool keep_published);
    void mark_changes();
    void close_without_commit() noexcept;
    /// Remembers that a document is not as the ranking file has it any more.
    void note_change(Xapian::docid document);

    Xapian::WritableDatabase database_;
    bool in_transaction_ = false;
    bool closed_ = false;
    std::optional<RankingMark> mark_;  ///< as the last commit left it
    std::set<Xapian::docid> changed_;  ///< since then
    PendingChanges pending_;           ///< since then
};

}  // namespace kb::index
