#include "kb/index.hpp"

#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include "index/database.hpp"
#include "index/document_builder.hpp"
#include "index/duplicates.hpp"
#include "index/errors.hpp"
#include "index/layout.hpp"
#include "index/pipeline.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "index/writer_lock.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

fs::path prepare_directory(const fs::path& directory, Index::Mode mode) {
    if (directory.empty()) {
        throw Error(ErrorCode::invalid_argument, "the index directory has no name", "name one");
    }
    switch (index::occupant(directory)) {
        case index::Occupant::index:
            return directory;
        case index::Occupant::something_else:
            index::throw_not_an_index(directory);
        case index::Occupant::nothing:
            break;
    }
    if (mode == Index::Mode::existing) index::throw_no_index(directory);
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) index::throw_system_error(error, "cannot make " + directory.string());
    return directory;
}

}  // namespace

/// The writer. Changes gather in one Xapian transaction, which the first change opens.
class Index::Impl {
  public:
    Impl(const fs::path& directory, Mode mode)
        : directory_(prepare_directory(directory, mode)),
          lock_(directory_),
          database_(index::open_writable(directory_, mode == Mode::create)) {}

    ~Impl() {
        try {
            discard();
        } catch (...) {  // the database drops an open transaction by itself
        }
    }

    Change write(index::PreparedDocument prepared) {
        return guarded([&] { return write_unguarded(prepared); });
    }

    bool erase(std::string_view id) {
        return guarded([&] {
            const std::string term = index::schema::id_term(id);
            if (!database_.term_exists(term)) return false;
            begin();
            database_.delete_document(term);
            return true;
        });
    }

    void commit() {
        guarded([&] {
            if (!in_transaction_) return;
            const auto now =
                std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
            database_.set_metadata(index::schema::commit_time_key, format_timestamp(now));
            database_.commit_transaction();
            in_transaction_ = false;
        });
    }

    void discard() {
        if (!in_transaction_) return;
        in_transaction_ = false;
        guarded([&] { database_.cancel_transaction(); });
    }

    index::DocumentBuilder& builder() { return builder_; }

  private:
    Change write_unguarded(index::PreparedDocument& prepared) {
        const std::optional<Xapian::docid> existing = find(prepared.id_term);
        if (existing && same_content(*existing, prepared.xapian.get_data()))
            return Change::unchanged;
        begin();
        index::add_fingerprint(prepared.fingerprint, prepared.xapian);
        index::join_group(database_, prepared.fingerprint, existing, prepared.xapian);
        if (!existing) {
            database_.add_document(prepared.xapian);
            return Change::added;
        }
        database_.replace_document(*existing, prepared.xapian);
        return Change::updated;
    }

    std::optional<Xapian::docid> find(const std::string& id_term) const {
        const auto found = database_.postlist_begin(id_term);
        if (found == database_.postlist_end(id_term)) return std::nullopt;
        return *found;
    }

    /// Another release of the compressor may pack the same content into other bytes.
    bool same_content(Xapian::docid existing, const std::string& data) const {
        const std::string stored = database_.get_document(existing).get_data();
        return stored == data ||
               index::decode_stored_json(stored) == index::decode_stored_json(data);
    }

    void begin() {
        if (in_transaction_) return;
        database_.begin_transaction();
        in_transaction_ = true;
    }

    template <typename Operation>
    auto guarded(Operation&& operation) -> decltype(operation()) {
        return index::translated("cannot write to " + directory_.string(),
                                 std::forward<Operation>(operation));
    }

    fs::path directory_;
    index::WriterLock lock_;
    Xapian::WritableDatabase database_;
    index::DocumentBuilder builder_;
    bool in_transaction_ = false;
};

Index::Index(const fs::path& directory, Mode mode)
    : impl_(std::make_unique<Impl>(directory, mode)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Change Index::add(Document document) {
    return impl_->write(impl_->builder().build(std::move(document)));
}

AddReport Index::add_all(DocumentReader& reader, const AddOptions& options) {
    return index::run_pipeline(
        reader, options,
        {.write =
             [this](index::PreparedDocument prepared) { return impl_->write(std::move(prepared)); },
         .commit = [this] { impl_->commit(); }});
}

bool Index::erase(std::string_view id) {
    return impl_->erase(id);
}
void Index::commit() {
    impl_->commit();
}
void Index::discard() {
    impl_->discard();
}

}  // namespace kb
