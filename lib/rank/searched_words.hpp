#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rank/cell_postings.hpp"
#include "rank/query_shape.hpp"
#include "rank/scored_words.hpp"

namespace kb::rank {

/// A term of a word.
struct SearchedTerm {
    ListCursor* cursor = nullptr;
    std::span<const std::uint16_t> codes;        ///< bounds by cell; empty if unscored
    float unit = 0;                              ///< what they are multiples of
    const CellPostings* by_cells = nullptr;      ///< null where the term is read from its blocks
    std::size_t per_cell = 0;                    ///< postings a cell, on average
    std::span<const CellPosting> postings = {};  ///< in the cells that are looked at, if by cells
};

/// A word, and what it may give in the cells that are being looked at.
struct SearchedWord {
    ScoredWord* scored = nullptr;
    bool required = false;
    std::span<SearchedTerm> terms = {};
    bool by_cells = true;      ///< no term is read from its blocks
    double bound = 0;          ///< of its scores
    std::size_t postings = 0;  ///< about how many
};

/// The words of a query in the cells of the documents: bounds of what they give together in each
/// cell, and each by itself in the cells that are being looked at. Points into the shape.
class SearchedWords {
  public:
    SearchedWords(QueryShape& shape, std::uint32_t documents);
    // Words point to terms.
    SearchedWords(const SearchedWords&) = delete;
    SearchedWords& operator=(const SearchedWords&) = delete;

    std::span<SearchedTerm> terms() noexcept { return terms_; }

    /// Bounds the scores in every cell: 0 where there is nothing, -infinity where something that is
    /// required is missing. Sums are rounded once a term. Linear in terms and cells.
    std::vector<float> cell_bounds() const;

    /// Turns to the cells from `first` up to `end`, exclusive, of one window. False if a required
    /// word is in none of them.
    bool enter(std::uint32_t first, std::uint32_t end);
    /// The words that are there, required ones first, the rarest leading, then those that may give
    /// most.
    std::vector<SearchedWord*>& order() noexcept { return order_; }

  private:
    void add(ScoredWord& scored, bool required);

    std::uint32_t cells_;
    std::size_t required_;
    std::vector<SearchedTerm> terms_;
    std::vector<SearchedWord> words_;
    std::vector<SearchedWord*> order_;
};

}  // namespace kb::rank
