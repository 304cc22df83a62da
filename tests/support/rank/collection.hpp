#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "rank/ranking_file_builder.hpp"

namespace kb::test {

inline constexpr std::uint32_t points_column = 2;
inline constexpr std::uint32_t group_column = 12;
inline constexpr std::uint32_t tag_column = 8;

/// Documents as plain maps: what the fast structures are compared with.
struct PlainCollection {
    std::vector<std::uint32_t> docids;
    std::vector<std::uint32_t> lengths;
    std::vector<std::uint32_t> newness;
    std::vector<std::uint32_t> groups;
    std::vector<double> points;
    std::vector<std::vector<std::uint32_t>> tags;                         ///< codes, 1 to 5
    std::map<std::string, std::map<std::uint32_t, std::uint32_t>> terms;  ///< ordinal → wdf

    std::uint32_t size() const { return static_cast<std::uint32_t>(docids.size()); }
    double average_length() const {
        double sum = 0;
        for (const std::uint32_t length : lengths)
            sum += length;
        return lengths.empty() ? 0 : sum / static_cast<double>(lengths.size());
    }
};

/// Where a term stands in a document: the same whenever it is asked. Mostly near the beginning, so
/// that terms stand side by side often enough; now and then far away, or nowhere.
inline std::vector<std::uint32_t> positions_of(const std::string& term, std::uint32_t ordinal) {
    std::uint32_t state = ordinal;
    for (const char c : term)
        state = state * 31 + static_cast<unsigned char>(c);
    std::minstd_rand random(state);
    std::set<std::uint32_t> positions;
    for (auto count = random() % 4; count > 0; --count)
        positions.insert(static_cast<std::uint32_t>(random() % 6));
    if (random() % 8 == 0) positions.insert(static_cast<std::uint32_t>(300 + random()));
    return {positions.begin(), positions.end()};
}

/// Documents of words whose frequencies follow Zipf's law: w0 is in nearly all of them, w<words−1>
/// hardly in any. Words of one topic come together. Terms f0, f1, … select without a score.
inline PlainCollection random_collection(std::mt19937& random, std::uint32_t documents,
                                         unsigned words) {
    PlainCollection made;
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::vector<double> weights;
    for (unsigned rank = 0; rank < words; ++rank)
        weights.push_back(1.0 / (rank + 1.5));
    std::discrete_distribution<unsigned> draw(weights.begin(), weights.end());
    std::uint32_t docid = 0;
    constexpr unsigned topics = 20;
    for (std::uint32_t ordinal = 0; ordinal < documents; ++ordinal) {
        made.docids.push_back(docid += 1 + below(3));
        made.newness.push_back(ordinal);
        made.groups.push_back(below(10) == 0 ? 1 + below(documents / 20 + 1) : 0);
        made.points.push_back(below(3) == 0 ? std::numeric_limits<double>::quiet_NaN()
                                            : below(100));
        made.tags.emplace_back();
        for (std::uint32_t tag = 1; tag <= 5; ++tag) {
            if (below(4) == 0) made.tags.back().push_back(tag);
        }
        const unsigned topic = below(topics);
        const std::uint32_t count = 1 + below(40) * (1 + below(3));
        std::uint32_t length = 0;
        for (std::uint32_t i = 0; i < count; ++i) {
            unsigned word = draw(random);
            if (below(2) == 0) word = word / topics * topics + topic;
            if (word >= words) continue;
            const std::uint32_t wdf = below(12) == 0 ? 1 + below(6) : 1;
            made.terms["w" + std::to_string(word)][ordinal] += wdf;
            length += wdf;
        }
        for (unsigned filter = 0; filter < 6; ++filter) {
            if (below(1U << filter) == 0) made.terms["f" + std::to_string(filter)][ordinal] = 0;
        }
        if (below(50) == 0) made.terms["w0"][ordinal] = 0;  // an occurrence that counts elsewhere
        made.lengths.push_back(length);
    }
    std::shuffle(made.newness.begin(), made.newness.end(), random);
    return made;
}

inline void write_ranking_file(const PlainCollection& collection,
                               const std::filesystem::path& path) {
    rank::RankingFileBuilder builder(path, "a test", collection.docids, collection.lengths);
    builder.add_newness(collection.newness);
    builder.add_numbers(points_column, collection.points);
    rank::CategoryValues groups;
    groups.codes = collection.groups;
    for (std::uint32_t i = 0; i <= collection.size() / 20 + 1; ++i)
        groups.values.push_back("g" + std::to_string(i));
    builder.add_categories(group_column, groups);
    rank::CategoryValues tags;
    tags.values = {"a", "b", "c", "d", "e"};
    tags.starts = {0};
    for (const auto& codes : collection.tags) {
        tags.codes.insert(tags.codes.end(), codes.begin(), codes.end());
        tags.starts.push_back(static_cast<std::uint32_t>(tags.codes.size()));
    }
    builder.add_categories(tag_column, tags);
    for (const auto& [term, documents] : collection.terms) {
        std::vector<rank::Posting> postings;
        std::vector<std::uint32_t> sizes;
        std::string positions;
        for (const auto& [ordinal, wdf] : documents) {
            postings.push_back({ordinal, wdf});
            const std::size_t before = positions.size();
            rank::append_positions(positions, positions_of(term, ordinal));
            sizes.push_back(static_cast<std::uint32_t>(positions.size() - before));
        }
        const bool known = term.front() == 'w';
        builder.add_term(term, postings,
                         known ? rank::PositionBytes{sizes, positions} : rank::PositionBytes{});
    }
    builder.finish();
}

}  // namespace kb::test
