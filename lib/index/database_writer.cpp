#include "index/database_writer.hpp"

#include <chrono>

#include "index/completions.hpp"
#include "index/duplicates.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"

namespace kb::index {

DatabaseWriter::~DatabaseWriter() {
    try {
        discard();
    } catch (...) {  // the database drops an open transaction by itself
    }
}

Change DatabaseWriter::write(PreparedDocument prepared, bool keep_published) {
    const std::optional<Xapian::docid> existing = find(prepared.id_term);
    if (existing && keep_published) {
        restore_published(database_.get_document(*existing), prepared.xapian);
    }
    if (existing && same_content(*existing, prepared.xapian.get_data())) return Change::unchanged;
    begin();
    add_fingerprint(prepared.fingerprint, prepared.xapian);
    join_group(database_, prepared.fingerprint, prepared.story, existing, prepared.xapian);
    if (!existing) {
        database_.add_document(prepared.xapian);
        return Change::added;
    }
    database_.replace_document(*existing, prepared.xapian);
    return Change::updated;
}

bool DatabaseWriter::erase(std::string_view id) {
    const std::string term = schema::id_term(id);
    if (!database_.term_exists(term)) return false;
    begin();
    database_.delete_document(term);
    return true;
}

void DatabaseWriter::set_metadata(const std::string& key, const std::string& value) {
    begin();
    database_.set_metadata(key, value);
}

void DatabaseWriter::commit() {
    if (!in_transaction_) return;
    refresh_completions(database_);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    database_.set_metadata(schema::commit_time_key, format_timestamp(now));
    database_.commit_transaction();
    in_transaction_ = false;
}

void DatabaseWriter::discard() {
    if (!in_transaction_) return;
    in_transaction_ = false;
    database_.cancel_transaction();
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
    database_.begin_transaction();
    in_transaction_ = true;
}

}  // namespace kb::index
