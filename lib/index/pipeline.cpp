#include "index/pipeline.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "index/progress.hpp"
#include "index/stopping.hpp"
#include "index/team.hpp"

namespace kb::index {

namespace {

constexpr std::size_t max_documents_under_way = 1024;
constexpr std::size_t max_bytes_under_way = std::size_t{6} << 20;
/// What an analysed document takes is up to some thirty times its text.
constexpr std::size_t max_bytes_in_work = std::size_t{1} << 20;
constexpr std::size_t max_bytes_prepared = std::size_t{16} << 20;

/// Writes one document and commits when it is time to.
void write_one(const Destination& to, std::uint64_t commit_every, PreparedDocument prepared,
               AddReport& report) {
    count(report, to.write(std::move(prepared)));
    if (commit_every != 0 && (handled(report) % commit_every == 0 || to.is_full())) to.commit();
}

/// Documents on their way from the reader through the workers to the writer. Sequence numbers put
/// them back into the order of reading.
class Belt {
  public:
    struct Raw {
        std::uint64_t number = 0;
        std::size_t bytes = 0;
        Document document;
    };

    explicit Belt(Team& team) : team_(team) {}

    /// Waits until there is room for another document to be read; false if all has been stopped.
    bool wait_for_room() {
        Team::Lock lock = team_.lock();
        return team_.wait(lock, [&] {
            return under_way_ < max_documents_under_way && bytes_ <= max_bytes_under_way;
        });
    }

    /// Waits until a document of this size may be under way, too; false if all has been stopped.
    bool put_raw(Document document) {
        const std::size_t bytes = bytes_of(document);
        Team::Lock lock = team_.lock();
        const bool room = team_.wait(
            lock, [&] { return under_way_ == 0 || bytes_ + bytes <= 2 * max_bytes_under_way; });
        if (!room) return false;
        raw_.push_back({next_raw_++, bytes, std::move(document)});
        ++under_way_;
        bytes_ += bytes;
        team_.changed();
        return true;
    }

    std::optional<Raw> take_raw() {
        Team::Lock lock = team_.lock();
        // Those that are prepared come before those that are not, so that they will be written.
        const bool go_on = team_.wait(
            lock, [&] { return raw_.empty() ? team_.ended() : may_be_prepared(raw_.front()); });
        if (!go_on || raw_.empty()) return std::nullopt;
        Raw raw = std::move(raw_.front());
        raw_.pop_front();
        in_work_ += raw.bytes;
        return raw;
    }

    void put_prepared(std::uint64_t number, std::size_t bytes, PreparedDocument prepared) {
        const Team::Lock lock = team_.lock();
        in_work_ -= bytes;
        prepared_bytes_ += prepared.bytes();
        prepared_.emplace(number, Prepared{bytes, std::move(prepared)});
        team_.changed();
    }

    /// The next document in the order of reading; nothing when all are written.
    std::optional<PreparedDocument> take_prepared() {
        Team::Lock lock = team_.lock();
        const bool go_on = team_.wait(lock, [&] {
            return (team_.ended() && under_way_ == 0) || prepared_.contains(next_prepared_);
        });
        if (!go_on || !prepared_.contains(next_prepared_)) return std::nullopt;
        auto node = prepared_.extract(next_prepared_++);
        --under_way_;
        bytes_ -= node.mapped().bytes;
        prepared_bytes_ -= node.mapped().document.bytes();
        team_.changed();
        return std::move(node.mapped().document);
    }

  private:
    struct Prepared {
        std::size_t bytes = 0;
        PreparedDocument document;
    };

    /// Large documents are prepared one after the other.
    bool may_be_prepared(const Raw& raw) const {
        const bool room = in_work_ == 0 || in_work_ + raw.bytes <= max_bytes_in_work;
        return room && (prepared_.empty() || prepared_bytes_ <= max_bytes_prepared);
    }

    Team& team_;
    std::deque<Raw> raw_;
    std::map<std::uint64_t, Prepared> prepared_;
    std::uint64_t next_raw_ = 0;
    std::uint64_t next_prepared_ = 0;
    std::size_t under_way_ = 0;
    std::size_t bytes_ = 0;           ///< of documents under way, as they were read
    std::size_t in_work_ = 0;         ///< of those that are being prepared
    std::size_t prepared_bytes_ = 0;  ///< of those that wait to be written
};

/// The writer's count, read by the calling thread for progress.
class SharedReport {
  public:
    AddReport get() const {
        const std::lock_guard lock(mutex_);
        return report_;
    }
    void set(const AddReport& report) {
        const std::lock_guard lock(mutex_);
        report_ = report;
    }

  private:
    mutable std::mutex mutex_;
    AddReport report_;
};

void prepare_all(Belt& belt, const std::stop_token& abandon) {
    DocumentBuilder builder;
    while (std::optional<Belt::Raw> raw = belt.take_raw()) {
        throw_if_stopped(abandon);
        belt.put_prepared(raw->number, raw->bytes, builder.build(std::move(raw->document)));
    }
}

void write_all(Belt& belt, const AddOptions& options, const Destination& to, SharedReport& shared) {
    AddReport report;
    while (std::optional<PreparedDocument> prepared = belt.take_prepared()) {
        throw_if_stopped(options.abandon);
        write_one(to, options.commit_every, std::move(*prepared), report);
        shared.set(report);
    }
}

AddReport run_on_one_thread(const DocumentSource& source, const AddOptions& options,
                            const Destination& to) {
    AddReport report;
    Progress progress(options);
    DocumentBuilder builder;
    while (!options.stop.stop_requested()) {
        throw_if_stopped(options.abandon);
        std::optional<Document> document = source();
        if (!document) break;
        write_one(to, options.commit_every, builder.build(std::move(*document)), report);
        progress.show([&] { return report; });
    }
    return report;
}

AddReport run_on_threads(const DocumentSource& source, const AddOptions& options, unsigned jobs,
                         const Destination& to) {
    Team team;
    Belt belt(team);
    SharedReport shared;
    team.start([&] { write_all(belt, options, to, shared); });
    for (unsigned i = 0; i < jobs; ++i)
        team.start([&] { prepare_all(belt, options.abandon); });
    team.run([&] {
        Progress progress(options);
        while (!options.stop.stop_requested()) {
            throw_if_stopped(options.abandon);
            if (!belt.wait_for_room()) break;
            std::optional<Document> document = source();
            if (!document || !belt.put_raw(std::move(*document))) break;
            progress.show([&] { return shared.get(); });
        }
        team.end_of_input();
    });
    team.finish();
    return shared.get();
}

}  // namespace

std::size_t bytes_of(const Document& document) {
    std::size_t sum =
        document.id.size() + document.url.size() + document.title.size() + document.text.size();
    for (const std::vector<std::string>* names : {&document.authors, &document.tags}) {
        for (const std::string& name : *names)
            sum += sizeof(std::string) + name.size();
    }
    return sum;
}

void count(AddReport& report, Change change) {
    switch (change) {
        case Change::added:
            ++report.added;
            break;
        case Change::updated:
            ++report.updated;
            break;
        case Change::unchanged:
            ++report.unchanged;
            break;
    }
}

std::uint64_t handled(const AddReport& report) {
    return report.added + report.updated + report.unchanged;
}

unsigned threads_for(const AddOptions& options) {
    return options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
}

AddReport run_pipeline(const DocumentSource& source, const AddOptions& options,
                       const Destination& to) {
    const unsigned jobs = threads_for(options);
    AddReport report = jobs <= 1 ? run_on_one_thread(source, options, to)
                                 : run_on_threads(source, options, jobs, to);
    throw_if_stopped(options.abandon);
    to.commit();
    report.cancelled = options.stop.stop_requested();
    if (options.on_progress) options.on_progress(report);
    return report;
}

}  // namespace kb::index
