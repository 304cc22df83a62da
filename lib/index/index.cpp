#include "kb/index.hpp"

#include <optional>
#include <system_error>
#include <utility>

#include "index/bulk/filling.hpp"
#include "index/bulk/look_ahead.hpp"
#include "index/database.hpp"
#include "index/database_writer.hpp"
#include "index/document_builder.hpp"
#include "index/durable.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/layout.hpp"
#include "index/pipeline.hpp"
#include "index/subscription_record.hpp"
#include "index/subscription_store.hpp"
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
        case index::Occupant::nameless:
            index::throw_nameless(directory);
        case index::Occupant::nothing:
            break;
    }
    if (mode == Index::Mode::existing) index::throw_no_index(directory);
    index::make_private_directory(directory);
    return directory;
}

void extend(AddReport& report, const AddReport& more) {
    report.added += more.added;
    report.updated += more.updated;
    report.unchanged += more.unchanged;
    report.cancelled = report.cancelled || more.cancelled;
}

/// The options for what comes after the documents that a report counts.
AddOptions after(const AddReport& report, const AddOptions& options) {
    AddOptions rest = options;
    if (options.on_progress) {
        rest.on_progress = [&](const AddReport& more) {
            AddReport all = report;
            extend(all, more);
            options.on_progress(all);
        };
    }
    if (options.before_commit) {
        rest.before_commit = [&](std::uint64_t written) {
            options.before_commit(index::handled(report) + written);
        };
    }
    return rest;
}

}  // namespace

/// The writer, with its lock and with errors as people understand them.
class Index::Impl {
  public:
    Impl(const fs::path& directory, Mode mode, const WriterWait& wait)
        : directory_(prepare_directory(directory, mode)),
          lock_(std::in_place, directory_, wait),
          writer_(std::make_unique<index::DatabaseWriter>(
              index::open_writable(directory_, mode == Mode::create))) {
        index::remove_stale_generations(directory_);
    }

    Change write(index::PreparedDocument prepared, bool keep_published = false) {
        return changing([&] { return writer_->write(std::move(prepared), keep_published); });
    }
    bool erase(std::string_view id) {
        return changing([&] { return writer_->erase(id); });
    }
    void commit() {
        changing([&] { writer_->commit(); });
        // Xapian syncs the files of a commit, but not the directory that says which one is current.
        index::sync_directory(index::current_generation(directory_));
    }
    /// The ranking file only makes searches faster: without it all is as right.
    void refresh_ranking(const std::stop_token& abandon) {
        try {
            guarded([&] {
                writer_->refresh_ranking_if_due(index::current_generation(directory_), abandon);
            });
        } catch (const Error& error) {  // no room, for one: the next commit tries again
            if (error.code() == ErrorCode::cancelled) throw;
        }
    }
    void discard() {
        guarded([&] { writer_->discard(); });
    }
    void close() noexcept {
        writer_->close();
        lock_.reset();
    }

    AddReport add_all(const index::DocumentSource& next, const AddOptions& options) {
        const bool fills = guarded([&] { return index::bulk::can_fill(directory_, *writer_); });
        if (!fills) return add_one_by_one(next, options);
        index::bulk::LookAhead source(next, options.stop);
        if (source.is_large()) return add_in_bulk(source.rest(), options);
        AddOptions rest = options;
        rest.stop = {};  // the few that were read are added
        AddReport report = add_one_by_one(source.rest(), rest);
        report.cancelled = options.stop.stop_requested();
        return report;
    }

    Change subscribe(Subscription wanted) {
        index::normalize(wanted);
        const auto known = subscription(wanted.url);
        if (!known) {
            put_subscription(wanted);
            return Change::added;
        }
        const Subscription merged = index::merged(*known, wanted);
        if (merged == *known) return Change::unchanged;
        put_subscription(merged);
        return Change::updated;
    }
    bool unsubscribe(std::string_view url) {
        if (!subscription(url)) return false;
        changing([&] { writer_->set_metadata(index::subscription_key(url), {}); });
        return true;
    }
    void put_subscription(const Subscription& subscription) {
        changing([&] {
            writer_->set_metadata(index::subscription_key(subscription.url),
                                  index::encode_subscription(subscription));
        });
    }
    std::optional<Subscription> subscription(std::string_view url) const {
        return guarded([&] { return index::read_subscription(writer_->database(), url); });
    }
    std::vector<Subscription> subscriptions() const {
        return guarded([&] { return index::read_subscriptions(writer_->database()); });
    }

    index::DocumentBuilder& builder() { return builder_; }

  private:
    AddReport add_one_by_one(const index::DocumentSource& next, const AddOptions& options) {
        std::uint64_t written = 0;
        const auto write = [&](index::PreparedDocument prepared) {
            const Change change = this->write(std::move(prepared), options.keep_published);
            ++written;
            return change;
        };
        const auto commit_all = [&] {
            if (options.before_commit) options.before_commit(written);
            commit();
        };
        const AddReport report = index::run_pipeline(
            next, options,
            {.write = write, .commit = commit_all, .is_full = [&] { return writer_->is_full(); }});
        if (!report.cancelled) refresh_ranking(options.abandon);
        return report;
    }

    AddReport add_in_bulk(const index::DocumentSource& next, const AddOptions& options) {
        return changing([&] {
            index::bulk::Filling filling(directory_, writer_, options);
            AddReport report = filling.run(next);
            if (!filling.is_complete())
                extend(report, add_one_by_one(next, after(report, options)));
            return report;
        });
    }

    /// As guarded(). After the database failed the writer is closed, for it had half of something
    /// in its tables: there is a fresh one for what comes next.
    template <typename Operation>
    auto changing(Operation&& operation) -> decltype(operation()) {
        try {
            return guarded(std::forward<Operation>(operation));
        } catch (const Error&) {
            if (lock_ && writer_->is_closed()) open_again();
            throw;
        }
    }
    void open_again() noexcept {
        try {
            writer_ =
                std::make_unique<index::DatabaseWriter>(index::open_writable(directory_, false));
        } catch (...) {  // the old one still refuses everything
        }
    }

    template <typename Operation>
    auto guarded(Operation&& operation) const -> decltype(operation()) {
        return index::translated_under_lock("cannot write to " + directory_.string(),
                                            std::forward<Operation>(operation));
    }

    fs::path directory_;
    std::optional<index::WriterLock> lock_;  ///< none once it is closed
    std::unique_ptr<index::DatabaseWriter> writer_;
    index::DocumentBuilder builder_;
};

Index::Index(const fs::path& directory, Mode mode, const WriterWait& wait)
    : impl_(std::make_unique<Impl>(directory, mode, wait)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Change Index::add(Document document) {
    return impl_->write(impl_->builder().build(std::move(document)));
}

AddReport Index::add_all(DocumentReader& reader, const AddOptions& options) {
    return impl_->add_all([&reader] { return reader.next(); }, options);
}
AddReport Index::add_all(const std::function<std::optional<Document>()>& next,
                         const AddOptions& options) {
    return impl_->add_all(next, options);
}

bool Index::erase(std::string_view id) {
    return impl_->erase(id);
}
Change Index::subscribe(const Subscription& subscription) {
    return impl_->subscribe(subscription);
}
bool Index::unsubscribe(std::string_view url) {
    return impl_->unsubscribe(url);
}
void Index::put_subscription(const Subscription& subscription) {
    impl_->put_subscription(subscription);
}
std::optional<Subscription> Index::subscription(std::string_view url) const {
    return impl_->subscription(url);
}
std::vector<Subscription> Index::subscriptions() const {
    return impl_->subscriptions();
}

void Index::commit(const std::stop_token& abandon) {
    impl_->commit();
    impl_->refresh_ranking(abandon);
}
void Index::discard() {
    impl_->discard();
}
void Index::close() noexcept {
    impl_->close();
}

}  // namespace kb
