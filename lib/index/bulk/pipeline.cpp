#include "index/bulk/pipeline.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "index/bulk/run.hpp"
#include "index/progress.hpp"

namespace kb::index::bulk {

namespace {

/// Consecutive documents, analysed and inverted together.
struct Piece {
    std::uint64_t number = 0;
    std::vector<Document> documents;
};

/// Hands pieces to the workers, and lets them admit what they made in the order of reading.
class Counter {
  public:
    explicit Counter(std::size_t room) : room_(room) {}

    /// Waits for room; false if all has been stopped.
    bool put(std::vector<Document> documents) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || pieces_.size() < room_; });
        if (stopped_) return false;
        pieces_.push_back({next_number_++, std::move(documents)});
        changed_.notify_all();
        return true;
    }

    void end_of_input() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

    /// Stops everybody; the first failure is kept.
    void stop(std::exception_ptr failure) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::move(failure);
        stopped_ = true;
        changed_.notify_all();
    }

    std::optional<Piece> take() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || ended_ || !pieces_.empty(); });
        if (stopped_ || pieces_.empty()) return std::nullopt;
        Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        changed_.notify_all();
        return piece;
    }

    /// Runs `action` when those of all pieces before have been run; false if all has been stopped.
    template <typename Action>
    bool in_turn(std::uint64_t number, Action&& action) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || turn_ == number; });
        if (stopped_) return false;
        lock.unlock();
        action();
        lock.lock();
        ++turn_;
        changed_.notify_all();
        return true;
    }

    void rethrow_failure() const {
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    const std::size_t room_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Piece> pieces_;
    std::uint64_t next_number_ = 0;
    std::uint64_t turn_ = 0;
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
};

void work(Counter& counter, Batch& batch) {
    DocumentBuilder builder;
    RunBuilder runs;
    std::vector<PreparedDocument> prepared;
    while (std::optional<Piece> piece = counter.take()) {
        prepared.clear();
        for (Document& document : piece->documents)
            prepared.push_back(builder.build(std::move(document)));
        Xapian::docid docid = 0;
        if (!counter.in_turn(piece->number, [&] { docid = batch.admit(prepared); })) return;
        if (prepared.empty()) continue;
        for (const PreparedDocument& document : prepared)
            runs.add(docid++, document);
        batch.add(runs.write(batch.file()));
    }
}

/// Cuts what is read into pieces; true at the end of the input.
bool read(Counter& counter, const Batch& batch, const DocumentSource& source,
          const AddOptions& options, std::uint64_t most, const PieceLimit& limit) {
    Progress progress(options);
    std::vector<Document> documents;
    std::size_t bytes = 0;
    std::uint64_t count = 0;
    const auto hand_over = [&] {
        bytes = 0;
        return documents.empty() || counter.put(std::exchange(documents, {}));
    };
    bool ended = false;
    while (count < most && !batch.waits_for_database()) {
        std::optional<Document> document = source();
        ended = !document;
        if (ended) break;
        ++count;
        bytes += document->text.size() + document->title.size();
        documents.push_back(std::move(*document));
        if ((bytes >= limit.bytes || documents.size() >= limit.documents) && !hand_over()) break;
        progress.show([&] {
            AddReport report;
            report.added = batch.admitted();
            return report;
        });
    }
    hand_over();
    counter.end_of_input();
    return ended;
}

}  // namespace

bool fill(Batch& batch, const DocumentSource& source, const AddOptions& options, std::uint64_t most,
          const PieceLimit& limit) {
    const unsigned jobs = threads_for(options);
    Counter counter(jobs + 1);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < jobs; ++i) {
        threads.emplace_back([&] {
            try {
                work(counter, batch);
            } catch (...) {
                counter.stop(std::current_exception());
            }
        });
    }
    bool ended = false;
    try {
        ended = read(counter, batch, source, options, most, limit);
    } catch (...) {
        counter.stop(std::current_exception());
    }
    for (std::thread& thread : threads)
        thread.join();
    counter.rethrow_failure();
    return ended;
}

}  // namespace kb::index::bulk
