#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kb/ranking.hpp"
#include "rank/bm25.hpp"
#include "rank/cell_postings.hpp"
#include "rank/posting_list.hpp"
#include "rank/window.hpp"

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
/// terms, bounds of the scores in each cell and, unless the term is in very many documents, the
/// postings by cells. Built once a term, a reader and a model. Immutable, hence thread-safe.
class TermPostings {
  public:
    /// How many of a term's best documents are known.
    static constexpr std::size_t best_kept = 32;

    /// `lengths` by ordinal; valid as long as the list's file. Linear in the number of postings.
    /// Throws DamagedFile.
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

    /// By cell: times bound_unit() at least the score of any posting of the cell, for weight 1; 0
    /// where there are none. Empty if unscored.
    std::span<const std::uint16_t> cell_bounds() const noexcept { return cell_bounds_; }
    float bound_unit() const noexcept { return bound_unit_; }

    /// Empty where the term is unscored, or in so many documents that its blocks serve as well.
    const CellPostings& by_cells() const noexcept { return by_cells_; }

    /// Documents of high scores, the highest first, at most best_kept of them.
    std::span<const std::uint32_t> best() const noexcept { return best_; }
    /// Whether no other document has a higher score than any of these.
    bool knows_best() const noexcept { return knows_best_; }

    /// Bytes of memory, about.
    std::size_t memory() const;

  private:
    static constexpr std::uint16_t max_cell_bound = CellPosting::max_impact;

    void index_windows(std::uint32_t documents);
    void arrange_by_cells(std::span<const std::uint32_t> lengths, const Bm25Scorer& scorer);
    void bound_cells_by_blocks(std::span<const std::uint32_t> lengths, const Bm25Scorer& scorer);
    void find_best(const std::vector<double>& block_bounds, std::span<const std::uint32_t> lengths,
                   const Bm25Scorer& scorer);
    std::vector<std::uint32_t> all_ordinals() const;
    std::vector<std::uint32_t> all_wdfs() const;
    /// Chooses a unit that lets scores up to `most` be bounded.
    void set_unit(double most);
    /// A bound of a score, at least 1.
    std::uint16_t in_units(double score) const;

    PostingList list_;
    UnpackedBlock tail_;
    std::vector<std::uint32_t> last_;
    std::vector<std::uint32_t> first_blocks_;
    std::vector<std::uint16_t> cell_bounds_;
    float bound_unit_ = 0;
    CellPostings by_cells_;
    std::vector<std::uint32_t> best_;
    bool knows_best_ = false;
};

}  // namespace kb::rank
