#include "rank/top_documents.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace kb::rank;

TEST_CASE("the best documents are kept, at most one a group, whatever the order they come in") {
    std::mt19937 random(5);
    for (int trial = 0; trial < 500; ++trial) {
        const std::size_t limit = random() % 12;
        std::vector<Ranked> documents(random() % 60);
        std::uint32_t ordinal = 0;
        for (Ranked& document : documents) {
            document = {static_cast<double>(random() % 8), static_cast<std::uint32_t>(random()),
                        ordinal++,
                        random() % 2 == 0 ? 0 : static_cast<std::uint32_t>(random() % 6)};
        }
        TopDocuments top(limit);
        for (const Ranked& document : documents)
            top.add(document);

        std::sort(documents.begin(), documents.end(), better);
        std::set<std::uint32_t> groups;
        std::erase_if(documents, [&](const Ranked& document) {
            return document.group != 0 && !groups.insert(document.group).second;
        });
        documents.resize(std::min(documents.size(), limit));

        if (limit > 0 && documents.size() == limit)
            CHECK(top.threshold() == documents.back().score);
        const std::vector<Ranked> taken = top.take();
        REQUIRE(taken.size() == documents.size());
        for (std::size_t i = 0; i < taken.size(); ++i)
            CHECK(taken[i].ordinal == documents[i].ordinal);
    }
}

TEST_CASE("equal scores are ordered by newest, then ordinal") {
    CHECK(better({1, 5, 0, 0}, {1, 4, 1, 0}));
    CHECK(better({1, 5, 0, 0}, {1, 5, 1, 0}));
    CHECK(better({2, 0, 9, 0}, {1, 5, 1, 0}));
}
