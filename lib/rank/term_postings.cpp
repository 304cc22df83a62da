#include "rank/term_postings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "rank/score_kernels.hpp"

namespace kb::rank {

namespace {

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
        if (score <= least()) return;
        if (count_ < few_.size()) ++count_;
        std::size_t place = count_ - 1;
        for (; place > 0 && few_[place - 1].first < score; --place)
            few_[place] = few_[place - 1];
        few_[place] = {score, ordinal};
    }

    /// A document of a lower score, or of the same, is not added any more.
    double least() const { return count_ == few_.size() ? few_.back().first : -1; }

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

/// So much more than a score is a bound of it that rounding can not make it too small, neither the
/// product of code and unit nor a sum of a few.
constexpr double slack = 1.0 + 1e-6;

/// Terms in more than so many of the documents are read from their blocks: there every block spans
/// but a few cells.
constexpr std::size_t frequent_share = 4;

}  // namespace

TermPostings::TermPostings(const PostingList& list, std::span<const std::uint32_t> lengths,
                           const ScoringModel& model)
    : list_(list), last_(list.last().begin(), list.last().end()) {
    list_.unpack_tail(tail_);
    if (list_.tail_size() > 0) last_.push_back(tail_.ordinals[list_.tail_size() - 1]);
    index_windows(static_cast<std::uint32_t>(lengths.size()));
    if (!scored()) return;
    const Bm25Scorer scorer(model.parameters, model.average_length, 1.0);
    if (frequency() <= lengths.size() / frequent_share) {
        arrange_by_cells(lengths, scorer);
    } else {
        bound_cells_by_blocks(lengths, scorer);
    }
}

std::size_t TermPostings::memory() const {
    return sizeof *this + last_.capacity() * sizeof last_.front() +
           first_blocks_.capacity() * sizeof first_blocks_.front() +
           cell_bounds_.capacity() * sizeof cell_bounds_.front() + by_cells_.memory() +
           best_.capacity() * sizeof best_.front();
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

void TermPostings::arrange_by_cells(std::span<const std::uint32_t> lengths,
                                    const Bm25Scorer& scorer) {
    const auto documents = static_cast<std::uint32_t>(lengths.size());
    const std::vector<std::uint32_t> ordinals = all_ordinals();
    const std::vector<std::uint32_t> wdfs = all_wdfs();
    std::vector<double> scores(ordinals.size());
    best_kernels().score(scorer, ordinals, wdfs, lengths, scores.data());
    set_unit(*std::max_element(scores.begin(), scores.end()));
    cell_bounds_.assign(cell_count(documents), 0);
    by_cells_ = CellPostings(documents, frequency());
    BestFew best;
    for (std::size_t i = 0; i < ordinals.size(); ++i) {
        const std::uint16_t impact = in_units(scores[i]);
        std::uint16_t& bound = cell_bounds_[ordinals[i] / cell_size];
        bound = std::max(bound, impact);
        by_cells_.add(ordinals[i], wdfs[i], impact);
        best.add(ordinals[i], scores[i]);
    }
    by_cells_.finish();
    best_ = best.ordinals();
    knows_best_ = true;
}

std::vector<std::uint32_t> TermPostings::all_ordinals() const {
    std::vector<std::uint32_t> ordinals(frequency());
    for (std::size_t block = 0; block < list_.full_blocks(); ++block)
        list_.unpack_ordinals(block, ordinals.data() + block * block_size);
    std::copy_n(tail_.ordinals.begin(), list_.tail_size(),
                ordinals.end() - static_cast<std::ptrdiff_t>(list_.tail_size()));
    return ordinals;
}

std::vector<std::uint32_t> TermPostings::all_wdfs() const {
    std::vector<std::uint32_t> wdfs(frequency());
    for (std::size_t block = 0; block < list_.full_blocks(); ++block)
        list_.unpack_wdfs(block, wdfs.data() + block * block_size);
    std::copy_n(tail_.wdfs.begin(), list_.tail_size(),
                wdfs.end() - static_cast<std::ptrdiff_t>(list_.tail_size()));
    return wdfs;
}

void TermPostings::bound_cells_by_blocks(std::span<const std::uint32_t> lengths,
                                         const Bm25Scorer& scorer) {
    std::vector<double> bounds;
    bounds.reserve(blocks());
    for (const CompetitivePairs& pairs : list_.pairs())
        bounds.push_back(pair_bound(pairs, scorer));
    if (list_.tail_size() > 0) {
        double& best = bounds.emplace_back(0);
        for (std::size_t i = 0; i < list_.tail_size(); ++i)
            best = std::max(best, scorer.score(tail_.wdfs[i], lengths[tail_.ordinals[i]]));
    }
    set_unit(*std::max_element(bounds.begin(), bounds.end()));
    cell_bounds_.assign(cell_count(static_cast<std::uint32_t>(lengths.size())), 0);
    std::uint32_t first = 0;
    for (std::size_t block = 0; block < blocks(); ++block) {
        const std::uint16_t bound = in_units(bounds[block]);
        for (std::uint32_t cell = first / cell_size; cell <= last_[block] / cell_size; ++cell)
            cell_bounds_[cell] = std::max(cell_bounds_[cell], bound);
        first = last_[block] + 1;
    }
    find_best(bounds, lengths, scorer);
}

/// Looks at the blocks in the order of their bounds, but not at too many.
void TermPostings::find_best(const std::vector<double>& block_bounds,
                             std::span<const std::uint32_t> lengths, const Bm25Scorer& scorer) {
    std::vector<std::size_t> order(blocks());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t most = std::min(order.size(), order.size() / 4 + best_kept);
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(most);
    std::partial_sort(order.begin(), end, order.end(), [&](std::size_t a, std::size_t b) {
        return block_bounds[a] > block_bounds[b];
    });
    BestFew best;
    std::array<double, block_size> scores;
    UnpackedBlock unpacked;
    auto block = order.begin();
    for (; block != end && block_bounds[*block] > best.least(); ++block) {
        const bool full = *block < list_.full_blocks();
        if (full) {
            list_.unpack_ordinals(*block, unpacked.ordinals.data());
            list_.unpack_wdfs(*block, unpacked.wdfs.data());
        }
        const UnpackedBlock& postings = full ? unpacked : tail_;
        const std::size_t count = full ? block_size : list_.tail_size();
        best_kernels().score(scorer, {postings.ordinals.data(), count},
                             {postings.wdfs.data(), count}, lengths, scores.data());
        for (std::size_t i = 0; i < count; ++i)
            best.add(postings.ordinals[i], scores[i]);
    }
    best_ = best.ordinals();
    knows_best_ = block != end || end == order.end();
}

void TermPostings::set_unit(double most) {
    constexpr double least = 1e-30;  // what gives nothing must still be seen to be there
    bound_unit_ = static_cast<float>(std::max(most, least) * slack * slack / max_cell_bound);
}

std::uint16_t TermPostings::in_units(double score) const {
    const double units = std::ceil(score * slack / static_cast<double>(bound_unit_));
    return static_cast<std::uint16_t>(std::clamp<double>(units, 1, max_cell_bound));
}

}  // namespace kb::rank
