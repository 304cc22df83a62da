#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rank/window.hpp"

namespace kb::rank {

/// A posting within its cell, in four bytes.
struct CellPosting {
    std::uint8_t place = 0;    ///< the document, counted from the beginning of the cell
    std::uint8_t wdf = 0;      ///< or max_wdf, if it is that or more
    std::uint16_t impact = 0;  ///< its score, rounded up to multiples of some unit

    static constexpr std::uint8_t max_wdf = UINT8_MAX;
};

/// A term's postings laid out to be read cell by cell in any order, without unpacking or computing
/// anything: four bytes a posting, two a cell. Immutable once filled, hence thread-safe.
class CellPostings {
  public:
    /// Holds nothing.
    CellPostings() = default;
    /// To be filled for so many documents: add() in ascending order, then finish().
    CellPostings(std::uint32_t documents, std::size_t frequency);
    void add(std::uint32_t ordinal, std::uint32_t wdf, std::uint16_t impact);
    void finish();

    bool empty() const noexcept { return postings_.empty(); }

    /// The postings of one cell, ascending. Requires a cell of the documents.
    std::span<const CellPosting> cell(std::uint32_t cell) const {
        const std::uint32_t group = cell / cells_per_group;
        const std::uint16_t* const begin = begins_.data() + cell + group;
        return {postings_.data() + groups_[group] + begin[0], std::size_t{begin[1]} - begin[0]};
    }

    /// A document's posting, or null if it has none.
    const CellPosting* find(std::uint32_t ordinal) const {
        return find(cell(ordinal / cell_size), static_cast<std::uint8_t>(ordinal % cell_size));
    }
    /// The same within its cell.
    static const CellPosting* find(std::span<const CellPosting> cell, std::uint8_t place) {
        constexpr std::size_t few = 16;
        while (cell.size() > few) {
            const std::size_t half = cell.size() / 2;
            cell = cell[half].place > place ? cell.first(half) : cell.subspan(half);
        }
        for (const CellPosting& posting : cell) {
            if (posting.place == place) return &posting;
        }
        return nullptr;
    }

    /// Bytes of memory.
    std::size_t memory() const;

  private:
    static constexpr std::uint32_t cells_per_group = 64;
    static_assert(cell_size <= UINT8_MAX + 1 && cells_per_group * cell_size <= UINT16_MAX);

    void begin_cells(std::uint32_t end);

    std::uint32_t cells_ = 0;
    std::uint32_t begun_ = 0;            ///< how many cells have begun
    std::vector<std::uint32_t> groups_;  ///< by group of cells: where its first begins
    /// By group of cells: where its cells begin in it, and where the last ends.
    std::vector<std::uint16_t> begins_;
    std::vector<CellPosting> postings_;
};

}  // namespace kb::rank
