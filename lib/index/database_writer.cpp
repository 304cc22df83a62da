#include "index/database_writer.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "index/completions.hpp"
#include "index/duplicates.hpp"
#include "index/metadata.hpp"
#include "index/ranking_refresh.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"

namespace kb::index {

DatabaseWriter::~DatabaseWriter() {
    try {
        discard();
    } catch (...) {  // the database drops an open transaction by itself
    }
}

/// What fails halfway leaves half of it in Xapian's tables, which would be committed with the rest,
/// or when the database goes away.
template <typename Operation>
auto DatabaseWriter::changing(Operation&& operation) -> decltype(operation()) {
    try {
        return operation();
    } catch (const Xapian::DatabaseError&) {
        close_without_commit();
        throw;
    } catch (const std::logic_error&) {  // Xapian believed a damaged length
        close_without_commit();
        throw;
    }
}

Change DatabaseWriter::write(PreparedDocument prepared, bool keep_published) {
    return changing([&] { return put(std::move(prepared), keep_published); });
}

Change DatabaseWriter::put(PreparedDocument prepared, bool keep_published) {
    const std::optional<Xapian::docid> existing = find(prepared.id_term);
    if (existing && keep_published) {
        restore_published(database_.get_document(*existing), prepared);
    }
    if (existing && same_content(*existing, prepared.data)) return Change::unchanged;
    begin();
    pending_.add(prepared.terms);
    Xapian::Document document = to_xapian(prepared);
    prepared.terms = {};  // either may be large
    prepared.data = {};
    if (const auto joined =
            join_group(database_, prepared.fingerprint, prepared.story, existing, document)) {
        note_change(*joined);
    }
    if (!existing) {
        database_.add_document(document);
        return Change::added;
    }
    database_.replace_document(*existing, document);
    note_change(*existing);
    return Change::updated;
}

bool DatabaseWriter::erase(std::string_view id) {
    return changing([&] {
        const std::optional<Xapian::docid> existing = find(schema::id_term(id));
        if (!existing) return false;
        begin();
        database_.delete_document(*existing);
        note_change(*existing);
        return true;
    });
}

void DatabaseWriter::set_metadata(const std::string& key, const std::string& value) {
    changing([&] {
        begin();
        put_metadata(database_, key, value);
    });
}

void DatabaseWriter::commit() {
    if (!in_transaction_) return;
    changing([&] {
        refresh_completions(database_);
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        put_metadata(database_, schema::commit_time_key, format_timestamp(now));
        mark_changes();
        in_transaction_ = false;
        database_.commit_transaction();
    });
}

/// Within a transaction, closing commits nothing.
void DatabaseWriter::close_without_commit() noexcept {
    try {
        if (!in_transaction_) database_.begin_transaction(false);
    } catch (...) {  // Xapian has closed it itself
    }
    close();
}

void DatabaseWriter::mark_changes() {
    if (!mark_) {
        if (has_mark(database_)) remove_mark(database_);
        return;
    }
    std::vector<Xapian::docid> changed;
    std::set_union(mark_->changed.begin(), mark_->changed.end(), changed_.begin(), changed_.end(),
                   std::back_inserter(changed));
    mark_->changed = std::move(changed);
    mark_->revision = database_.get_revision() + 1;
    write_mark(database_, *mark_);
}

void DatabaseWriter::note_change(Xapian::docid document) {
    if (mark_ && document <= mark_->last_docid) changed_.insert(document);
}

void DatabaseWriter::refresh_ranking_if_due(const std::filesystem::path& generation,
                                            const std::stop_token& stop) {
    if (in_transaction_ || !ranking_is_due(database_, generation)) return;
    refresh_ranking(database_, generation, stop);
}

void DatabaseWriter::discard() {
    if (!in_transaction_) return;
    in_transaction_ = false;
    database_.cancel_transaction();
}

/// A database that is closed in a transaction does not commit, and neither does it when it goes.
void DatabaseWriter::close() noexcept {
    in_transaction_ = false;
    closed_ = true;
    try {
        database_.close();
    } catch (...) {  // then its files go with it
    }
}

std::optional<Xapian::docid> DatabaseWriter::find(const std::string& id_term) const {
    const auto found = database_.postlist_begin(id_term);
    if (found == database_.postlist_end(id_term)) return std::nullopt;
    return *found;
}

/// Another release of the compressor may pack the same content into other bytes.
bool DatabaseWriter::same_content(Xapian::docid existing, const std::string& data) const {
    const std::string stored = database_.get_document(existing).get_data();
    return stored == data || decode_stored_json(stored) == decode_stored_json(data);
}

void DatabaseWriter::begin() {
    if (in_transaction_) return;
    mark_ = read_mark(database_);
    changed_.clear();
    pending_.clear();
    database_.begin_transaction();
    in_transaction_ = true;
}

}  // namespace kb::index
