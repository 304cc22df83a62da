#include "search/column_facets.hpp"

#include <chrono>
#include <cmath>
#include <string>
#include <utility>

namespace kb::search {

namespace {

constexpr double seconds_a_day = 86'400;

}  // namespace

ColumnFacets::ColumnFacets(index::RankingSnapshot& ranking, FacetCounter& facets)
    : facets_(facets) {
    for (const FacetColumn& column : facets.columns()) {
        Counts counts{.column = &column};
        if (column.by_time()) {
            counts.dates = ranking.file().numbers(column.slot);
        } else if (const rank::CategoryColumn* categories = ranking.categories(column.slot)) {
            counts.categories = *categories;
            counts.by_code.resize(categories->values() + 1);
        }
        counts_.push_back(std::move(counts));
    }
}

void ColumnFacets::Counts::count(std::uint32_t ordinal) {
    if (!dates.empty()) {
        if (!std::isnan(dates[ordinal]))
            ++by_day[static_cast<std::int64_t>(std::floor(dates[ordinal] / seconds_a_day))];
    } else if (!categories.starts.empty()) {
        const std::uint32_t end = categories.starts[ordinal + 1];
        for (std::uint32_t i = categories.starts[ordinal]; i < end; ++i)
            ++by_code[categories.codes[i]];
    } else if (!by_code.empty()) {
        ++by_code[categories.codes[ordinal]];
    }
}

void ColumnFacets::count(std::uint32_t first, const rank::WindowBits& documents) {
    for (Counts& counts : counts_)
        documents.for_each([&](std::uint32_t i) { counts.count(first + i); });
}

void ColumnFacets::finish() {
    for (const Counts& counts : counts_) {
        for (std::uint32_t code = 1; code < counts.by_code.size(); ++code) {
            if (counts.by_code[code] == 0) continue;
            facets_.add(*counts.column, std::string(counts.categories.value(code)),
                        counts.by_code[code]);
        }
        for (const auto& [day, number] : counts.by_day) {
            const Timestamp time{std::chrono::days(day)};
            facets_.add(*counts.column, counts.column->time_value(time), number);
        }
    }
}

}  // namespace kb::search
