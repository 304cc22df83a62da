#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "kb/document.hpp"
#include "kb/reader.hpp"
#include "kb/subscriptions.hpp"
#include "kb/writer_wait.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// What adding a document did.
enum class Change : std::uint8_t { added, updated, unchanged };

/// What became of a batch of documents.
struct AddReport {
    std::uint64_t added = 0;      ///< new documents
    std::uint64_t updated = 0;    ///< documents that replaced one of their id
    std::uint64_t unchanged = 0;  ///< documents that the index held already
    bool cancelled = false;       ///< stopped on request; what was counted is committed
};

/// How a batch is added.
struct AddOptions {
    /// Threads that analyse documents; 0: as many as the machine has processors. The result does
    /// not depend on it.
    unsigned jobs = 0;
    /// Documents between two commits; 0: one commit at the end. Each commit is durable; a batch
    /// that is killed loses at most what came after the last one. Unless it is 0, commits come
    /// sooner where documents would take too much memory until then. While an empty index is
    /// filled, which is many times faster than adding to one that is not, commits come at growing
    /// distances: after four times as many documents, then whenever they have doubled.
    std::uint64_t commit_every = 50'000;
    /// Called from the calling thread, about every 50 ms of work at most.
    std::function<void(const AddReport&)> on_progress = {};
    std::stop_token stop =
        {};  ///< ends the batch after the document at hand; what was written is committed
    /// Ends the batch with Error(cancelled) wherever it is, but while changes reach the disk; the
    /// last commit stands, and what came after it is not discarded yet.
    std::stop_token abandon = {};
    /// A document that replaces another keeps that one's date of publication, if it has any.
    bool keep_published = false;
    /// Called on the thread that writes, before each commit, with the number of documents that have
    /// been written: what it changes in the index is committed with them.
    std::function<void(std::uint64_t)> before_commit = {};
};

/// The one writer of an index: a directory that holds a Xapian database and what belongs to it.
/// Opening takes the writer's lock; readers (Searcher) are never blocked. Changes become visible
/// and durable together at commit(); without it they are discarded when the object goes away.
/// Not thread-safe: one thread at a time.
class Index {
  public:
    /// Whether opening may make an index.
    enum class Mode : std::uint8_t {
        existing,  ///< the index must exist
        create,    ///< made if there is none; an existing one is opened
    };

    /// A directory that is made is made for its owner alone (0700). Throws Error: not_found,
    /// not_an_index, format_too_new, locked (naming the holder), cancelled, permission_denied,
    /// no_space, corrupt, io.
    explicit Index(const std::filesystem::path& directory, Mode mode = Mode::existing,
                   const WriterWait& wait = {});
    ~Index();
    Index(Index&&) noexcept;
    Index& operator=(Index&&) noexcept;

    /// Adds a document, or replaces the one of that id if anything in it changed. The document is
    /// normalised first; an absent language is detected. Throws Error(invalid_argument) if the id
    /// is empty, Error(no_space / io / corrupt) if the index cannot take it.
    Change add(Document document);

    /// Adds everything that `reader` yields, analysing on several threads, committing as it goes
    /// and at the end. On an error the last commit stands.
    AddReport add_all(DocumentReader& reader, const AddOptions& options);
    /// The same with everything that `next` yields until it yields nothing; called from the calling
    /// thread.
    AddReport add_all(const std::function<std::optional<Document>()>& next,
                      const AddOptions& options);

    /// Removes a document; false if there is none of that id.
    bool erase(std::string_view id);

    /// Adds a subscription of subscription.url, or, if there is one, takes over the title, site and
    /// folders that `subscription` states; how fetching goes is left as it is, but a disabled one
    /// is enabled. Throws Error(invalid_argument) if the URL is no http or https one.
    Change subscribe(const Subscription& subscription);
    /// Removes the subscription of that URL; false if there is none. Its documents stay.
    bool unsubscribe(std::string_view url);
    /// Stores a subscription as it is, in place of the one of the same URL if there is any.
    void put_subscription(const Subscription& subscription);
    /// As it stands now, changes that are not committed included.
    std::optional<Subscription> subscription(std::string_view url) const;
    std::vector<Subscription> subscriptions() const;  ///< by URL

    /// Makes all changes since the last commit visible and durable; where that cannot be (no space,
    /// say), drops them and throws Error, and the next changes are taken again. After that, where
    /// so much has changed that it pays, it makes anew what searches are fast by, which takes
    /// longer; `abandon` ends that with Error(cancelled).
    void commit(const std::stop_token& abandon = {});
    /// Drops all changes since the last commit.
    void discard();
    /// Drops them, too, and the writer's lock with them, but at once: the memory that many changes
    /// take, which is long in giving back, is kept until the object is destroyed. That may happen
    /// on any thread, and is all that may still happen to it.
    void close() noexcept;

  private:
    class [[gnu::visibility("hidden")]] Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kb
#pragma GCC visibility pop
