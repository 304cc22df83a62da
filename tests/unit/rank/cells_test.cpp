#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "rank/cell_order.hpp"
#include "rank/cell_postings.hpp"
#include "rank/score_kernels.hpp"

using namespace kb::rank;

TEST_CASE("postings by cells are found where they were added, and nowhere else") {
    std::mt19937 random(3);
    for (const std::uint32_t share : {1U, 3U, 40U, 3000U}) {
        constexpr std::uint32_t documents = 70 * cell_size * 3 + 17;
        std::vector<std::uint32_t> wdfs(documents);  // 0: none
        CellPostings postings(documents, documents / share);
        for (std::uint32_t ordinal = 0; ordinal < documents; ++ordinal) {
            if (random() % share != 0) continue;
            wdfs[ordinal] = 1 + static_cast<std::uint32_t>(random() % 300);
            postings.add(ordinal, wdfs[ordinal], ordinal % CellPosting::max_impact);
        }
        postings.finish();
        bool same = true;
        for (std::uint32_t ordinal = 0; ordinal < documents; ++ordinal) {
            const CellPosting* const found = postings.find(ordinal);
            same = same && (found != nullptr) == (wdfs[ordinal] > 0);
            if (found == nullptr) continue;
            same = same && found->place() == ordinal % window_size &&
                   found->wdf() == std::min(wdfs[ordinal], CellPosting::max_wdf) &&
                   found->impact() == ordinal % CellPosting::max_impact;
        }
        CHECK(same);
        std::size_t count = 0;
        for (std::uint32_t cell = 0; cell < cell_count(documents); cell += cells_per_window) {
            const std::uint32_t end = std::min(cell + cells_per_window, cell_count(documents));
            count += postings.cells(cell, end).size();
        }
        CHECK(count == static_cast<std::size_t>(std::count_if(
                           wdfs.begin(), wdfs.end(), [](std::uint32_t wdf) { return wdf > 0; })));
    }
}

TEST_CASE("cells are put in about the order of their bounds, and hopeless ones left out") {
    std::mt19937 random(4);
    for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 1000U}) {
        std::vector<float> bounds(size);
        for (float& bound : bounds)
            bound = random() % 10 == 0 ? -std::numeric_limits<float>::infinity()
                                       : static_cast<float>(random() % 4000) / 100;
        for (const float least : {-1.0F, 0.5F, 20.0F, 100.0F}) {
            const std::vector<std::uint32_t> order = promising_first(bounds, least);
            CHECK(order.size() ==
                  static_cast<std::size_t>(std::count_if(
                      bounds.begin(), bounds.end(), [&](float bound) { return bound >= least; })));
            float before = std::numeric_limits<float>::infinity();
            for (const std::uint32_t cell : order) {
                CHECK(bounds[cell] >= least);
                CHECK(bounds[cell] <= before + 40.0F / 250);
                before = bounds[cell];
            }
        }
    }
}

TEST_CASE("every kind of machine bounds cells in the same way") {
    if (avx2_kernels() == nullptr) {
        MESSAGE("skipped: no AVX2");
        return;
    }
    std::mt19937 random(5);
    for (const std::size_t size : {0U, 1U, 8U, 13U, 500U}) {
        std::vector<std::uint16_t> codes(size);
        for (std::uint16_t& code : codes)
            code = static_cast<std::uint16_t>(random() % 3 == 0 ? 0 : random());
        std::vector<float> plain(size, 1.5F);
        std::vector<float> fast = plain;
        portable_kernels().add_bounds(codes, 0.1F, plain);
        avx2_kernels()->add_bounds(codes, 0.1F, fast);
        CHECK(plain == fast);
        portable_kernels().require_bounds(codes, 0.3F, plain);
        avx2_kernels()->require_bounds(codes, 0.3F, fast);
        CHECK(plain == fast);
        for (std::size_t i = 0; i < size; ++i)
            CHECK(std::isinf(plain[i]) == (codes[i] == 0));
        std::vector<std::uint32_t> chosen(size + ScoreKernels::room_behind);
        std::vector<std::uint32_t> chosen_fast = chosen;
        const std::size_t count = portable_kernels().choose(plain, 5000, chosen.data());
        CHECK(avx2_kernels()->choose(fast, 5000, chosen_fast.data()) == count);
        chosen.resize(count);
        chosen_fast.resize(count);
        CHECK(chosen == chosen_fast);
    }
}
