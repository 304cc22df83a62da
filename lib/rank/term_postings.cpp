#include "rank/term_postings.hpp"

#include <algorithm>

#include "rank/bm25.hpp"
#include "rank/window.hpp"

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

}  // namespace

TermPostings::TermPostings(const PostingList& list, std::span<const std::uint32_t> lengths,
                           const ScoringModel& model)
    : list_(list), last_(list.last().begin(), list.last().end()) {
    list_.unpack_tail(tail_);
    if (list_.tail_size() > 0) last_.push_back(tail_.ordinals[list_.tail_size() - 1]);
    index_windows(static_cast<std::uint32_t>(lengths.size()));
    if (!scored()) return;
    bound_blocks(lengths, model);
    // Blocks that are wider than a window say little of any one; their postings say all.
    if (blocks() < window_bounds_.size()) {
        bound_windows_exactly(lengths, model);
    } else {
        bound_windows();
    }
}

std::size_t TermPostings::memory() const {
    return sizeof *this + last_.size() * sizeof last_.front() +
           first_blocks_.size() * sizeof first_blocks_.front() +
           block_bounds_.size() * sizeof block_bounds_.front() +
           window_bounds_.size() * sizeof window_bounds_.front();
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
    if (scored()) window_bounds_.assign(windows, 0.0F);
}

void TermPostings::bound_blocks(std::span<const std::uint32_t> lengths, const ScoringModel& model) {
    const Bm25Scorer scorer(model.parameters, model.average_length, 1.0);
    block_bounds_.reserve(blocks());
    for (const CompetitivePairs& pairs : list_.pairs())
        block_bounds_.push_back(safe_bound(pair_bound(pairs, scorer)));
    if (list_.tail_size() == 0) return;
    double best = 0;
    for (std::size_t i = 0; i < list_.tail_size(); ++i)
        best = std::max(best, scorer.score(tail_.wdfs[i], lengths[tail_.ordinals[i]]));
    block_bounds_.push_back(safe_bound(best));
}

void TermPostings::bound_windows() {
    std::uint32_t first = 0;
    for (std::size_t block = 0; block < blocks(); ++block) {
        const std::uint32_t end = last_[block] / window_size;
        for (std::uint32_t window = first / window_size; window <= end; ++window)
            window_bounds_[window] = std::max(window_bounds_[window], block_bounds_[block]);
        first = last_[block] + 1;
    }
}

void TermPostings::bound_windows_exactly(std::span<const std::uint32_t> lengths,
                                         const ScoringModel& model) {
    const Bm25Scorer scorer(model.parameters, model.average_length, 1.0);
    const auto add = [&](const UnpackedBlock& unpacked, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t ordinal = unpacked.ordinals[i];
            float& bound = window_bounds_[ordinal / window_size];
            bound = std::max(bound, safe_bound(scorer.score(unpacked.wdfs[i], lengths[ordinal])));
        }
    };
    UnpackedBlock unpacked;
    for (std::size_t block = 0; block < list_.full_blocks(); ++block) {
        list_.unpack_ordinals(block, unpacked.ordinals.data());
        list_.unpack_wdfs(block, unpacked.wdfs.data());
        add(unpacked, block_size);
    }
    add(tail_, list_.tail_size());
}

}  // namespace kb::rank
