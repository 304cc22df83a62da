#pragma once

#include <string>

#include "rank/ranked_search.hpp"
#include "rank/ranking_file.hpp"

namespace kb::test {

/// Reads all that a ranking file says and searches it, however damaged it is; throws DamagedFile
/// at the first thing that cannot be.
inline void read_everything(const rank::RankingFile& file) {
    using namespace rank;
    for (std::uint32_t column = 0; column < 16; ++column) {
        file.numbers(column);
        file.categories(column);
    }
    const ScoringModel model = {.parameters = {}, .average_length = 20};
    const DocumentTable table = {file.documents(), file.lengths(), file.newness()};
    std::vector<TermPostings> opened;
    for (unsigned number = 0; number < 60; ++number) {
        for (const char* prefix : {"w", "f"}) {
            if (const auto list = file.find(prefix + std::to_string(number)))
                opened.emplace_back(*list, file.lengths(), model);
        }
    }
    AnyOf any;
    AllOf all;
    for (const TermPostings& postings : opened) {
        Word word;
        word.weight = 1;
        word.terms.emplace_back(postings);
        any.operands.push_back({std::move(word)});
        AnyTerm term;
        term.terms.emplace_back(postings);
        if (all.operands.size() < 3) all.operands.push_back({std::move(term)});
    }
    Phrase phrase;
    for (const TermPostings& postings : opened) {
        if (phrase.terms.size() < 2) phrase.terms.emplace_back(postings);
        if (!postings.list().has_positions()) continue;
        PositionStarts starts;
        for (std::size_t block = 0; block <= postings.list().full_blocks(); ++block) {
            const auto bytes = postings.list().unpack_positions(block, starts);
            const bool full = block < postings.list().full_blocks();
            for (std::size_t i = 0; i < (full ? block_size : postings.list().tail_size()); ++i) {
                PositionReader reader(part_of(bytes, starts, i));
                while (reader.next()) {
                }
            }
        }
    }
    if (opened.empty() || table.newness.size() != table.documents) return;
    Expression union_of_words{std::move(any)};
    Expression conjunction{std::move(all)};
    best_documents(union_of_words, table, {.limit = 10, .model = model});
    best_documents(conjunction, table, {.limit = 10, .model = model});
    count_matches(union_of_words, table);
    Expression words_in_a_row{std::move(phrase)};
    count_matches(words_in_a_row, table);
}

}  // namespace kb::test
