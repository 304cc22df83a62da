#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "index/ranking_snapshot.hpp"
#include "rank/window.hpp"
#include "search/facets.hpp"

namespace kb::search {

/// Counts the values of documents of a ranking file, column by column.
class ColumnFacets {
  public:
    /// For the fields that `facets` counts. Throws rank::DamagedFile.
    ColumnFacets(index::RankingSnapshot& ranking, FacetCounter& facets);

    /// Counts documents of the window that begins at `first`.
    void count(std::uint32_t first, const rank::WindowBits& documents);

    /// Hands what was counted to the facets.
    void finish();

  private:
    struct Counts {
        const FacetColumn* column = nullptr;
        rank::CategoryColumn categories = {};
        std::vector<std::uint64_t> by_code = {};
        std::span<const double> dates = {};  ///< of columns by time
        std::map<std::int64_t, std::uint64_t> by_day = {};

        void count(std::uint32_t ordinal);
    };

    FacetCounter& facets_;
    std::vector<Counts> counts_;
};

}  // namespace kb::search
