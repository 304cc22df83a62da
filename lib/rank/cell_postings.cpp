#include "rank/cell_postings.hpp"

namespace kb::rank {

CellPostings::CellPostings(std::uint32_t documents, std::size_t frequency)
    : cells_(cell_count(documents)) {
    const std::size_t groups = cells_ / cells_per_group + 1;
    groups_.reserve(groups);
    begins_.reserve(cells_ + groups);
    postings_.reserve(frequency);
}

void CellPostings::add(std::uint32_t ordinal, std::uint32_t wdf, std::uint32_t impact) {
    begin_cells(ordinal / cell_size + 1);
    postings_.emplace_back(ordinal % window_size, wdf, impact);
}

void CellPostings::finish() {
    begin_cells(cells_);
    begins_.push_back(static_cast<std::uint16_t>(postings_.size() - groups_.back()));
}

void CellPostings::begin_cells(std::uint32_t end) {
    for (; begun_ < end; ++begun_) {
        if (begun_ % cells_per_group == 0) {
            if (begun_ > 0)
                begins_.push_back(static_cast<std::uint16_t>(postings_.size() - groups_.back()));
            groups_.push_back(static_cast<std::uint32_t>(postings_.size()));
        }
        begins_.push_back(static_cast<std::uint16_t>(postings_.size() - groups_.back()));
    }
}

std::size_t CellPostings::memory() const {
    return groups_.capacity() * sizeof groups_.front() +
           begins_.capacity() * sizeof begins_.front() +
           postings_.capacity() * sizeof postings_.front();
}

}  // namespace kb::rank
