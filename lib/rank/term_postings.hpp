#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kb/ranking.hpp"
#include "rank/bm25.hpp"
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

/// Bounds of the scores in the cells of one window.
using CellBounds = std::array<double, cells_per_window>;

/// A term's postings made ready to be searched: where each window begins in them and, for scored
/// terms, bounds of the scores in each cell and window. Built once a term, a reader and a
/// model. Immutable, hence thread-safe.
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

    /// At least the score of any posting of the window, the list, for weight 1; 0 where there are
    /// none.
    std::span<const float> window_bounds() const noexcept {
        return window_bounds_;
    }  ///< empty if unscored
    float bound() const noexcept { return bound_; }

    /// Adds `weight` times the bound of every cell of a window, and says which cells have postings:
    /// a bit a cell. Requires scored().
    unsigned add_cell_bounds(std::uint32_t window, double weight, CellBounds& bounds) const {
        unsigned present = 0;
        for (std::size_t i = first_cells_[window]; i < first_cells_[window + 1]; ++i) {
            bounds[cells_[i]] += weight * static_cast<double>(cell_bounds_[i]);
            present |= 1U << cells_[i];
        }
        return present;
    }

    /// Documents of high scores, at most best_kept of them: usually those of the highest.
    std::span<const std::uint32_t> best() const noexcept { return best_; }

    /// Bytes of memory, about.
    std::size_t memory() const;

  private:
    class CellBuilder;

    void index_windows(std::uint32_t documents);
    void bound_cells_by_blocks(CellBuilder& cells, std::span<const std::uint32_t> lengths,
                               const Bm25Scorer& scorer);
    void bound_cells_by_postings(CellBuilder& cells, std::span<const std::uint32_t> lengths,
                                 const Bm25Scorer& scorer);

    PostingList list_;
    UnpackedBlock tail_;
    std::vector<std::uint32_t> last_;
    std::vector<std::uint32_t> first_blocks_;
    std::vector<float> window_bounds_;
    std::vector<std::uint32_t> first_cells_;  ///< by window: where its cells begin; and the end
    std::vector<std::uint8_t> cells_;         ///< cells with postings, numbered within their window
    std::vector<float> cell_bounds_;          ///< of these
    std::vector<std::uint32_t> best_;
    float bound_ = 0;
};

}  // namespace kb::rank
