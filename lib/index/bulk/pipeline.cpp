#include "index/bulk/pipeline.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "index/bulk/run.hpp"
#include "index/progress.hpp"
#include "index/stopping.hpp"
#include "index/team.hpp"

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
    Counter(Team& team, std::size_t room) : team_(team), room_(room) {}

    /// Waits for room; false if all has been stopped.
    bool put(std::vector<Document> documents) {
        Team::Lock lock = team_.lock();
        if (!team_.wait(lock, [&] { return pieces_.size() < room_; })) return false;
        pieces_.push_back({next_number_++, std::move(documents)});
        team_.changed();
        return true;
    }

    bool is_stopped() {
        const Team::Lock lock = team_.lock();
        return team_.stopped();
    }

    std::optional<Piece> take() {
        Team::Lock lock = team_.lock();
        const bool go_on = team_.wait(lock, [&] { return team_.ended() || !pieces_.empty(); });
        if (!go_on || pieces_.empty()) return std::nullopt;
        Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        team_.changed();
        return piece;
    }

    /// Runs `action` when those of all pieces before have been run; false if all has been stopped.
    template <typename Action>
    bool in_turn(std::uint64_t number, Action&& action) {
        Team::Lock lock = team_.lock();
        if (!team_.wait(lock, [&] { return turn_ == number; })) return false;
        lock.unlock();
        action();
        lock.lock();
        ++turn_;
        team_.changed();
        return true;
    }

  private:
    Team& team_;
    const std::size_t room_;
    std::deque<Piece> pieces_;
    std::uint64_t next_number_ = 0;
    std::uint64_t turn_ = 0;
};

void work(Counter& counter, Batch& batch, const std::stop_token& abandon) {
    DocumentBuilder builder;
    RunBuilder runs;
    std::vector<PreparedDocument> prepared;
    while (std::optional<Piece> piece = counter.take()) {
        prepared.clear();
        for (Document& document : piece->documents) {
            if (counter.is_stopped()) return;
            throw_if_stopped(abandon);
            prepared.push_back(builder.build(std::move(document)));
        }
        Xapian::docid docid = 0;
        if (!counter.in_turn(piece->number, [&] { docid = batch.admit(prepared); })) return;
        if (prepared.empty()) continue;
        for (const PreparedDocument& document : prepared) {
            throw_if_stopped(abandon);
            runs.add(docid++, document);
        }
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
        throw_if_stopped(options.abandon);
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
    return ended;
}

}  // namespace

bool fill(Batch& batch, const DocumentSource& source, const AddOptions& options, std::uint64_t most,
          const PieceLimit& limit) {
    const unsigned jobs = threads_for(options);
    Team team;
    Counter counter(team, jobs + 1);
    for (unsigned i = 0; i < jobs; ++i)
        team.start([&] { work(counter, batch, options.abandon); });
    bool ended = false;
    team.run([&] {
        ended = read(counter, batch, source, options, most, limit);
        team.end_of_input();
    });
    team.finish();
    return ended;
}

}  // namespace kb::index::bulk
