#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kb/ranking.hpp"
#include "rank/posting_list.hpp"

namespace kb::rank {

/// What scores depend on apart from a word's weight.
struct ScoringModel {
    Bm25Parameters parameters = {};
    double average_length = 0;  ///< of the documents of the whole collection, at this moment

    bool operator==(const ScoringModel& other) const {
        return parameters.k1 == other.parameters.k1 && parameters.b == other.parameters.b &&
               average_length == other.average_length;
    }
};

/// A term's postings made ready to be searched: where each window begins in them and, for scored
/// terms, a bound of the scores in each block and in each window. Built once a term, a reader and a
/// model. Immutable, hence thread-safe.
class TermPostings {
  public:
    /// `lengths` by ordinal; valid as long as the list's file. Throws DamagedFile.
    TermPostings(const PostingList& list, std::span<const std::uint32_t> lengths,
                 const ScoringModel& model);
    std::uint32_t frequency() const noexcept { return list_.frequency(); }
    bool scored() const noexcept { return list_.scored(); }
    const PostingList& list() const noexcept { return list_; }
    /// The last, partial block, unpacked.
    const UnpackedBlock& tail() const noexcept { return tail_; }

    /// Full blocks, then the tail if there is one.
    std::size_t blocks() const noexcept { return last_.size(); }
    std::span<const std::uint32_t> last() const noexcept { return last_; }
    /// The first block that may hold documents of a window; blocks() if none does.
    std::size_t first_block(std::uint32_t window) const { return first_blocks_[window]; }

    /// At least the score of any posting of the block, the window, the list, for weight 1; 0 where
    /// there are none.
    float block_bound(std::size_t block) const { return scored() ? block_bounds_[block] : 0.0F; }
    std::span<const float> window_bounds() const noexcept {
        return window_bounds_;
    }  ///< empty if unscored

    /// Bytes of memory, about.
    std::size_t memory() const;

  private:
    void index_windows(std::uint32_t documents);
    void bound_blocks(std::span<const std::uint32_t> lengths, const ScoringModel& model);
    void bound_windows();
    void bound_windows_exactly(std::span<const std::uint32_t> lengths, const ScoringModel& model);

    PostingList list_;
    UnpackedBlock tail_;
    std::vector<std::uint32_t> last_;
    std::vector<std::uint32_t> first_blocks_;
    std::vector<float> block_bounds_;
    std::vector<float> window_bounds_;
};

}  // namespace kb::rank
