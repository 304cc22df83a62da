#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rank/window.hpp"

namespace kb::rank {

/// A posting within its window, in four bytes.
class CellPosting {
  public:
    static constexpr std::uint32_t max_wdf = 0xff;
    static constexpr std::uint32_t max_impact = 0x1fff;

    CellPosting() = default;
    /// Requires place < window_size, impact ≤ max_impact.
    CellPosting(std::uint32_t place, std::uint32_t wdf, std::uint32_t impact)
        : bits_(place | std::min(wdf, max_wdf) << place_bits | impact << (place_bits + wdf_bits)) {}

    /// The document, counted from the beginning of the window.
    std::uint32_t place() const { return bits_ & (window_size - 1); }
    /// How often the term is there; or max_wdf, if it is that or more.
    std::uint32_t wdf() const { return bits_ >> place_bits & max_wdf; }
    /// The score, rounded up to multiples of some unit.
    std::uint32_t impact() const { return bits_ >> (place_bits + wdf_bits); }

  private:
    static constexpr unsigned place_bits = 11;
    static constexpr unsigned wdf_bits = 8;
    static_assert(window_size == 1U << place_bits);

    std::uint32_t bits_ = 0;
};

/// A term's postings laid out to be read cell by cell in any order, without unpacking or computing
/// anything: four bytes a posting, two a cell. Immutable once filled, hence thread-safe.
class CellPostings {
  public:
    /// Holds nothing.
    CellPostings() = default;
    /// To be filled for so many documents: add() in ascending order, then finish().
    CellPostings(std::uint32_t documents, std::size_t frequency);
    void add(std::uint32_t ordinal, std::uint32_t wdf, std::uint32_t impact);
    void finish();

    bool empty() const noexcept { return postings_.empty(); }

    /// The postings of the cells from `first` up to `end`, exclusive, ascending. Requires cells of
    /// one window and of the documents.
    std::span<const CellPosting> cells(std::uint32_t first, std::uint32_t end) const {
        const std::uint32_t group = first / cells_per_group;
        const std::uint16_t* const begins = begins_.data() + group;
        return {postings_.data() + groups_[group] + begins[first],
                std::size_t{begins[end]} - begins[first]};
    }

    /// A document's posting, or null if it has none.
    const CellPosting* find(std::uint32_t ordinal) const {
        const std::uint32_t cell = ordinal / cell_size;
        const std::uint32_t place = ordinal % window_size;
        constexpr std::size_t few = 16;
        std::span<const CellPosting> among = cells(cell, cell + 1);
        while (among.size() > few) {
            const std::size_t half = among.size() / 2;
            among = among[half].place() > place ? among.first(half) : among.subspan(half);
        }
        for (const CellPosting& posting : among) {
            if (posting.place() == place) return &posting;
        }
        return nullptr;
    }

    /// Bytes of memory.
    std::size_t memory() const;

  private:
    static constexpr std::uint32_t cells_per_group = 64;
    static_assert(cells_per_group % cells_per_window == 0 &&
                  cells_per_group * cell_size <= UINT16_MAX);

    void begin_cells(std::uint32_t end);

    std::uint32_t cells_ = 0;
    std::uint32_t begun_ = 0;            ///< how many cells have begun
    std::vector<std::uint32_t> groups_;  ///< by group of cells: where its first begins
    /// By group of cells: where its cells begin in it, and where the last ends.
    std::vector<std::uint16_t> begins_;
    std::vector<CellPosting> postings_;
};

}  // namespace kb::rank
