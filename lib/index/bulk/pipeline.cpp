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

/// Documents whose analysis takes more than that are inverted before others are analysed, and what
/// is inverted and takes more than that becomes a run: far more than posts take.
constexpr std::size_t most_prepared_bytes = std::size_t{12} << 20;
constexpr std::size_t most_inverted_bytes = std::size_t{32} << 20;

/// Consecutive documents, analysed and inverted together, as a rule.
struct Piece {
    std::uint64_t number = 0;
    std::size_t bytes = 0;
    std::vector<Document> documents;
};

/// Hands pieces to the workers, and lets them admit what they made in the order of reading.
class Counter {
  public:
    /// `room`: bytes of pieces that are under way while another one is read.
    Counter(Team& team, std::size_t room) : team_(team), room_(room) {}

    /// Waits until there is room for another document to be read; false if all has been stopped.
    bool wait_for_room() {
        Team::Lock lock = team_.lock();
        return team_.wait(lock, [&] { return bytes_ <= room_; });
    }

    /// Waits until a piece of this size may be under way, too; false if all has been stopped.
    bool put(std::vector<Document> documents, std::size_t bytes) {
        Team::Lock lock = team_.lock();
        if (!team_.wait(lock, [&] { return bytes_ == 0 || bytes_ + bytes <= 2 * room_; })) {
            return false;
        }
        bytes_ += bytes;
        pieces_.push_back({next_number_++, bytes, std::move(documents)});
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

    /// Waits until all pieces before have been admitted; false if all has been stopped.
    bool wait_for_turn(std::uint64_t number) {
        Team::Lock lock = team_.lock();
        return team_.wait(lock, [&] { return turn_ == number; });
    }
    /// Says that a piece whose turn it is has been admitted.
    void end_turn() {
        const Team::Lock lock = team_.lock();
        ++turn_;
        team_.changed();
    }
    /// Says that nothing is left of a piece.
    void finish(const Piece& piece) {
        const Team::Lock lock = team_.lock();
        bytes_ -= piece.bytes;
        team_.changed();
    }

  private:
    Team& team_;
    const std::size_t room_;
    std::deque<Piece> pieces_;
    std::uint64_t next_number_ = 0;
    std::uint64_t turn_ = 0;
    std::size_t bytes_ = 0;  ///< of pieces under way
};

/// Analyses and inverts pieces.
class Worker {
  public:
    Worker(Counter& counter, Batch& batch, const std::stop_token& abandon)
        : counter_(counter), batch_(batch), abandon_(abandon) {}

    void run() {
        while (std::optional<Piece> piece = counter_.take()) {
            if (!analyse(*piece) || !counter_.wait_for_turn(piece->number)) return;
            const Xapian::docid first = batch_.admit(prepared_);
            counter_.end_turn();
            invert(first);
            if (!runs_.empty()) batch_.add(runs_.write(batch_.file()));
            counter_.finish(*piece);
        }
    }

  private:
    /// False if all has been stopped.
    bool analyse(Piece& piece) {
        std::size_t bytes = 0;
        for (Document& document : piece.documents) {
            if (counter_.is_stopped()) return false;
            throw_if_stopped(abandon_);
            prepared_.push_back(builder_.build(std::move(document)));
            bytes += prepared_.back().bytes();
            if (bytes < most_prepared_bytes) continue;
            if (!counter_.wait_for_turn(piece.number)) return false;
            invert(batch_.admit(prepared_));
            bytes = 0;
        }
        return true;
    }

    void invert(Xapian::docid docid) {
        for (PreparedDocument& document : prepared_) {
            throw_if_stopped(abandon_);
            runs_.add(docid++, document);
            document = {};
            if (runs_.bytes() >= most_inverted_bytes) batch_.add(runs_.write(batch_.file()));
        }
        prepared_.clear();
    }

    Counter& counter_;
    Batch& batch_;
    const std::stop_token& abandon_;
    DocumentBuilder builder_;
    RunBuilder runs_;
    std::vector<PreparedDocument> prepared_;
};

/// Cuts what is read into pieces; true at the end of the input.
bool read(Counter& counter, const Batch& batch, const DocumentSource& source,
          const AddOptions& options, std::uint64_t most, const PieceLimit& limit) {
    Progress progress(options);
    std::vector<Document> documents;
    std::size_t bytes = 0;
    std::uint64_t count = 0;
    const auto hand_over = [&] {
        return documents.empty() ||
               counter.put(std::exchange(documents, {}), std::exchange(bytes, 0));
    };
    bool ended = false;
    while (count < most && !batch.waits_for_database()) {
        throw_if_stopped(options.abandon);
        if (!counter.wait_for_room()) break;
        std::optional<Document> document = source();
        ended = !document;
        if (ended) break;
        ++count;
        bytes += bytes_of(*document);
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
    Counter counter(team, (jobs + 1) * limit.bytes);
    for (unsigned i = 0; i < jobs; ++i)
        team.start([&] { Worker(counter, batch, options.abandon).run(); });
    bool ended = false;
    team.run([&] {
        ended = read(counter, batch, source, options, most, limit);
        team.end_of_input();
    });
    team.finish();
    return ended;
}

}  // namespace kb::index::bulk
