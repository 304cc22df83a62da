#include "rank/scored_words.hpp"

#include <algorithm>

namespace kb::rank {

namespace {

class WordGatherer {
  public:
    explicit WordGatherer(const ScoringModel& model) : model_(model) {}

    void gather(Expression& expression) {
        std::visit([this](auto& value) { visit(value); }, expression.value);
    }

    std::vector<ScoredWord> take() { return std::move(words_); }

  private:
    void visit(Word& word) {
        words_.push_back({&word, Bm25Scorer(model_.parameters, model_.average_length, word.weight),
                          conditions_});
    }
    void visit(AllOf& all) {
        for (Expression& operand : all.operands)
            gather(operand);
    }
    void visit(AnyOf& any) {
        for (Expression& operand : any.operands)
            gather_optional(operand);
    }
    void visit(Preferring& preferring) {
        gather(preferring.operands.front());
        gather_optional(preferring.operands.back());
    }
    void visit(Restricted& restricted) { gather(restricted.operands.front()); }
    void visit(Excluding& excluding) { gather(excluding.operands.front()); }
    template <typename Leaf>
    void visit(Leaf&) {}  // gives no score

    /// What need not match gives its score only where it does. A word that is there matches, and so
    /// does what any of its parts makes match.
    void gather_optional(Expression& operand) {
        const bool implied = std::holds_alternative<Word>(operand.value) ||
                             std::holds_alternative<AnyOf>(operand.value);
        if (!implied) conditions_.push_back(&operand);
        gather(operand);
        if (!implied) conditions_.pop_back();
    }

    const ScoringModel& model_;
    std::vector<Expression*> conditions_;
    std::vector<ScoredWord> words_;
};

bool all_hold(const std::vector<Expression*>& conditions, std::uint32_t ordinal) {
    return std::all_of(conditions.begin(), conditions.end(),
                       [&](Expression* condition) { return matches(*condition, ordinal); });
}

}  // namespace

std::vector<ScoredWord> scored_words(Expression& expression, const ScoringModel& model) {
    WordGatherer gatherer(model);
    gatherer.gather(expression);
    return gatherer.take();
}

double exact_score(std::vector<ScoredWord>& words, std::uint32_t ordinal, std::uint32_t length) {
    double score = 0;
    for (ScoredWord& scored : words) {
        std::uint64_t wdf = 0;
        for (ListCursor& term : scored.word->terms)
            wdf += term.wdf(ordinal).value_or(0);
        if (wdf > 0 && all_hold(scored.conditions, ordinal))
            score += scored.scorer.score(static_cast<double>(wdf), length);
    }
    return score;
}

bool is_led_by_words(const Expression& expression) {
    struct Visitor {
        bool operator()(const Word&) const { return true; }
        bool operator()(const AnyOf& any) const {
            return std::all_of(any.operands.begin(), any.operands.end(), is_led_by_words);
        }
        bool operator()(const AllOf& all) const {
            return std::any_of(all.operands.begin(), all.operands.end(), is_led_by_words);
        }
        bool operator()(const Preferring& preferring) const {
            return is_led_by_words(preferring.operands.front());
        }
        bool operator()(const Restricted& restricted) const {
            return is_led_by_words(restricted.operands.front());
        }
        bool operator()(const Excluding& excluding) const {
            return is_led_by_words(excluding.operands.front());
        }
        bool operator()(const Nothing&) const { return true; }
        bool operator()(const Everything&) const { return false; }
        bool operator()(const AnyTerm&) const { return false; }
        bool operator()(const Listed&) const { return false; }
        bool operator()(const Phrase&) const { return false; }
        bool operator()(const NumberBetween&) const { return false; }
    };
    return std::visit(Visitor{}, expression.value);
}

}  // namespace kb::rank
