#include "rank/term_postings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "rank/score_kernels.hpp"

namespace kb::rank {

namespace {

/// A bound that rounding can not make too small, neither here nor where bounds are added up.
float safe_bound(double score) {
    constexpr double slack = 1.0 + 1e-6;
    return static_cast<float>(score * slack);
}

double pair_bound(const CompetitivePairs& pairs, const Bm25Scorer& scorer) {
    double bound = 0;
    for (const CompetitivePairs::Pair& pair : pairs.pairs) {
        bound = std::max(bound, scorer.score(static_cast<double>(value_of(pair.wdf)),
                                             static_cast<double>(value_of(pair.length))));
    }
    return bound;
}

/// The few documents of the highest scores.
class BestFew {
  public:
    void add(std::uint32_t ordinal, double score) {
        if (count_ == few_.size() && score <= few_.back().first) return;
        if (count_ < few_.size()) ++count_;
        std::size_t place = count_ - 1;
        for (; place > 0 && few_[place - 1].first < score; --place)
            few_[place] = few_[place - 1];
        few_[place] = {score, ordinal};
    }

    std::vector<std::uint32_t> ordinals() const {
        std::vector<std::uint32_t> ordinals;
        for (std::size_t i = 0; i < count_; ++i)
            ordinals.push_back(few_[i].second);
        return ordinals;
    }

  private:
    std::array<std::pair<double, std::uint32_t>, TermPostings::best_kept> few_{};
    std::size_t count_ = 0;
};

}  // namespace

/// Gathers the bounds of cells, ascending.
class TermPostings::CellBuilder {
  public:
    CellBuilder(TermPostings& postings, std::uint32_t documents) : postings_(postings) {
        postings_.first_cells_.reserve(window_count(documents) + 1);
        postings_.window_bounds_.assign(window_count(documents), 0.0F);
    }

    void add(std::uint32_t cell, float bound) {
        if (cell != open_) {
            begin_windows(cell / cells_per_window);
            postings_.cells_.push_back(static_cast<std::uint8_t>(cell % cells_per_window));
            postings_.cell_bounds_.push_back(bound);
            open_ = cell;
        }
        float& cell_bound = postings_.cell_bounds_.back();
        cell_bound = std::max(cell_bound, bound);
        float& window_bound = postings_.window_bounds_[cell / cells_per_window];
        window_bound = std::max(window_bound, bound);
        postings_.bound_ = std::max(postings_.bound_, bound);
    }

    void finish() {
        begin_windows(static_cast<std::uint32_t>(postings_.window_bounds_.size()));
        postings_.cells_.shrink_to_fit();
        postings_.cell_bounds_.shrink_to_fit();
    }

  private:
    void begin_windows(std::uint32_t last) {
        while (postings_.first_cells_.size() <= last)
            postings_.first_cells_.push_back(static_cast<std::uint32_t>(postings_.cells_.size()));
    }

    TermPostings& postings_;
    std::uint32_t open_ = UINT32_MAX;
};

TermPostings::TermPostings(const PostingList& list, std::span<const std::uint32_t> lengths,
                           const ScoringModel& model)
    : list_(list), last_(list.last().begin(), list.last().end()) {
    list_.unpack_tail(tail_);
    if (list_.tail_size() > 0) last_.push_back(tail_.ordinals[list_.tail_size() - 1]);
    const auto documents = static_cast<std::uint32_t>(lengths.size());
    index_windows(documents);
    if (!scored()) return;
    const Bm25Scorer scorer(model.parameters, model.average_length, 1.0);
    CellBuilder cells(*this, documents);
    // Blocks that are wider than a cell say little of any one; their postings say all.
    if (blocks() < documents / cell_size) {
        bound_cells_by_postings(cells, lengths, scorer);
    } else {
        bound_cells_by_blocks(cells, lengths, scorer);
    }
    cells.finish();
}

std::size_t TermPostings::memory() const {
    return sizeof *this + last_.size() * sizeof last_.front() +
           first_blocks_.size() * sizeof first_blocks_.front() +
           window_bounds_.size() * sizeof window_bounds_.front() +
           first_cells_.size() * sizeof first_cells_.front() +
           cells_.size() * (sizeof cells_.front() + sizeof cell_bounds_.front()) +
           best_.size() * sizeof best_.front();
}

void TermPostings::index_windows(std::uint32_t documents) {
    const std::uint32_t windows = window_count(documents);
    first_blocks_.reserve(windows);
    std::uint32_t block = 0;
    for (std::uint32_t window = 0; window < windows; ++window) {
        while (block < last_.size() && last_[block] < window * window_size)
            ++block;
        first_blocks_.push_back(block);
    }
}

void TermPostings::bound_cells_by_blocks(CellBuilder& cells, std::span<const std::uint32_t> lengths,
                                         const Bm25Scorer& scorer) {
    std::uint32_t first = 0;
    const auto add = [&](std::size_t block, double score) {
        const std::uint32_t end = last_[block] / cell_size;
        for (std::uint32_t cell = first / cell_size; cell <= end; ++cell)
            cells.add(cell, safe_bound(score));
        first = last_[block] + 1;
    };
    for (std::size_t block = 0; block < list_.full_blocks(); ++block)
        add(block, pair_bound(list_.pairs()[block], scorer));
    if (list_.tail_size() == 0) return;
    double best = 0;
    for (std::size_t i = 0; i < list_.tail_size(); ++i)
        best = std::max(best, scorer.score(tail_.wdfs[i], lengths[tail_.ordinals[i]]));
    add(list_.full_blocks(), best);
}

void TermPostings::bound_cells_by_postings(CellBuilder& cells,
                                           std::span<const std::uint32_t> lengths,
                                           const Bm25Scorer& scorer) {
    BestFew best;
    std::array<double, block_size> scores;
    const auto add = [&](const UnpackedBlock& unpacked, std::size_t count) {
        const std::span<const std::uint32_t> ordinals(unpacked.ordinals.data(), count);
        best_kernels().score(scorer, ordinals, {unpacked.wdfs.data(), count}, lengths,
                             scores.data());
        for (std::size_t i = 0; i < count; ++i) {
            cells.add(ordinals[i] / cell_size, safe_bound(scores[i]));
            best.add(ordinals[i], scores[i]);
        }
    };
    UnpackedBlock unpacked;
    for (std::size_t block = 0; block < list_.full_blocks(); ++block) {
        list_.unpack_ordinals(block, unpacked.ordinals.data());
        list_.unpack_wdfs(block, unpacked.wdfs.data());
        add(unpacked, block_size);
    }
    add(tail_, list_.tail_size());
    best_ = best.ordinals();
}

}  // namespace kb::rank
