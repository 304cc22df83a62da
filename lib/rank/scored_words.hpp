#pragma once

#include <cstdint>
#include <vector>

#include "rank/bm25.hpp"
#include "rank/expression.hpp"
#include "rank/term_postings.hpp"

namespace kb::rank {

/// A word of an expression and when it counts.
struct ScoredWord {
    Word* word = nullptr;
    Bm25Scorer scorer;
    /// Parts of the expression that must match too (apart from the whole).
    std::vector<Expression*> conditions;
};

/// The words that give documents their scores, in the order in which their scores are added up.
/// They point into the expression.
std::vector<ScoredWord> scored_words(Expression& expression, const ScoringModel& model);

/// The exact score that `words` give a document that matches. Throws DamagedFile.
double exact_score(std::vector<ScoredWord>& words, std::uint32_t ordinal, std::uint32_t length);

/// Whether every document that matches holds one of the scored words.
bool is_led_by_words(const Expression& expression);

}  // namespace kb::rank
