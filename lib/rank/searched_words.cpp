#include "rank/searched_words.hpp"

#include <algorithm>

#include "rank/score_kernels.hpp"

namespace kb::rank {

namespace {

/// Turns a word to some cells. False if it is in no document of them.
bool enter_word(SearchedWord& word, std::uint32_t first, std::uint32_t end) {
    word.bound = 0;
    word.postings = 0;
    bool present = false;
    for (SearchedTerm& term : word.terms) {
        term.postings = {};
        std::uint16_t code = term.codes.empty() ? 1 : 0;
        if (!term.codes.empty()) {
            for (std::uint32_t cell = first; cell < end; ++cell)
                code = std::max(code, term.codes[cell]);
        }
        if (code == 0) continue;
        present = true;
        word.bound += static_cast<double>(term.unit) * code;
        if (term.by_cells != nullptr) {
            term.postings = term.by_cells->cells(first, end);
            word.postings += term.postings.size();
        } else {
            word.postings += term.per_cell * (end - first);
        }
    }
    return present;
}

}  // namespace

SearchedWords::SearchedWords(QueryShape& shape, std::uint32_t documents)
    : cells_(cell_count(documents)), required_(shape.required.size()) {
    std::size_t terms = 0;
    for (const ScoredWord& scored : shape.words)
        terms += scored.word->terms.size();
    terms_.reserve(terms);
    words_.reserve(shape.words.size());
    order_.reserve(shape.words.size());
    for (const std::size_t number : shape.required)
        add(shape.words[number], true);
    for (std::size_t i = 0; i < shape.words.size(); ++i) {
        const auto& required = shape.required;
        if (std::find(required.begin(), required.end(), i) == required.end())
            add(shape.words[i], false);
    }
}

void SearchedWords::add(ScoredWord& scored, bool required) {
    constexpr float least = 1e-35F;  // so that a sum tells whether there is something
    SearchedWord word = {&scored, required};
    const std::size_t first = terms_.size();
    for (ListCursor& cursor : scored.word->terms) {
        const TermPostings& postings = cursor.postings();
        const float unit = static_cast<float>(scored.word->weight) * postings.bound_unit();
        const bool by_cells = !postings.by_cells().empty();
        terms_.push_back({&cursor, postings.cell_bounds(), std::max(unit, least),
                          by_cells ? &postings.by_cells() : nullptr,
                          postings.frequency() / cells_});
        word.by_cells = word.by_cells && by_cells;
    }
    word.terms = std::span(terms_).subspan(first);
    words_.push_back(word);
}

std::vector<float> SearchedWords::cell_bounds() const {
    const ScoreKernels& kernels = best_kernels();
    std::vector<float> sums(cells_);
    for (const SearchedWord& word : words_) {
        for (const SearchedTerm& term : word.terms) {
            if (term.codes.empty()) {
                for (float& sum : sums)
                    sum += term.unit;
            } else if (word.required && word.terms.size() == 1) {
                kernels.require_bounds(term.codes, term.unit, sums);
            } else {
                kernels.add_bounds(term.codes, term.unit, sums);
            }
        }
    }
    return sums;
}

bool SearchedWords::enter(std::uint32_t first, std::uint32_t end) {
    order_.clear();
    for (SearchedWord& word : words_) {
        if (!enter_word(word, first, end)) {
            if (word.required) return false;
            continue;
        }
        order_.push_back(&word);
        if (word.required) continue;
        std::size_t place = order_.size() - 1;
        for (; place > required_ && order_[place - 1]->bound < word.bound; --place)
            order_[place] = order_[place - 1];
        order_[place] = &word;
    }
    return true;
}

}  // namespace kb::rank
