#include "rank/query_shape.hpp"

#include <algorithm>
#include <variant>

namespace kb::rank {

namespace {

bool is_word(const Expression& expression) {
    return std::holds_alternative<Word>(expression.value);
}

bool are_words(const std::vector<Expression>& operands) {
    return std::all_of(operands.begin(), operands.end(), is_word);
}

/// A word, or words of which any may be there.
bool is_any_of_words(const Expression& expression) {
    const auto* any = std::get_if<AnyOf>(&expression.value);
    return is_word(expression) || (any != nullptr && are_words(any->operands));
}

/// Adds the words that a document must hold if they alone decide whether it matches.
bool gather_required(const Expression& expression, std::vector<const Word*>& required) {
    if (const auto* word = std::get_if<Word>(&expression.value)) {
        required.push_back(word);
        return true;
    }
    if (const auto* all = std::get_if<AllOf>(&expression.value)) {
        return std::all_of(
            all->operands.begin(), all->operands.end(),
            [&](const Expression& operand) { return gather_required(operand, required); });
    }
    const auto* preferring = std::get_if<Preferring>(&expression.value);
    return preferring != nullptr && is_any_of_words(preferring->operands.back()) &&
           gather_required(preferring->operands.front(), required);
}

/// Takes the restrictions around the words off.
Expression& take_constraints(Expression& expression, std::vector<Constraint>& constraints) {
    Expression* core = &expression;
    while (true) {
        if (auto* restricted = std::get_if<Restricted>(&core->value)) {
            constraints.push_back({&restricted->operands.back(), false});
            core = &restricted->operands.front();
        } else if (auto* excluding = std::get_if<Excluding>(&core->value)) {
            constraints.push_back({&excluding->operands.back(), true});
            core = &excluding->operands.front();
        } else {
            return *core;
        }
    }
}

/// The numbers of words, the rarest first.
std::vector<std::size_t> numbers_of(const std::vector<const Word*>& required,
                                    const std::vector<ScoredWord>& words) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (std::find(required.begin(), required.end(), words[i].word) != required.end())
            numbers.push_back(i);
    }
    std::stable_sort(numbers.begin(), numbers.end(), [&](std::size_t a, std::size_t b) {
        return frequency_of(*words[a].word) < frequency_of(*words[b].word);
    });
    return numbers;
}

}  // namespace

QueryShape shape_of(Expression& expression, const ScoringModel& model, std::uint32_t documents) {
    QueryShape shape;
    shape.words = scored_words(expression, model);
    Expression& core = take_constraints(expression, shape.constraints);
    std::uint64_t postings = 0;  // that a search led by words would look at
    std::vector<const Word*> required;
    if (is_any_of_words(core)) {
        shape.lead = Lead::any_word;
    } else if (gather_required(core, required)) {
        shape.lead = Lead::required_word;
        shape.required = numbers_of(required, shape.words);
        postings = frequency_of(*shape.words[shape.required.front()].word);
    } else {
        shape.constraints.push_back({&core, false});
        shape.lead = is_led_by_words(core) ? Lead::any_word : Lead::matches;
    }
    if (shape.lead == Lead::any_word) {
        for (const ScoredWord& scored : shape.words)
            postings += frequency_of(*scored.word);
    }
    constexpr std::uint64_t sparse = 8;  // measured: a look-up costs about so many postings
    if (!shape.constraints.empty() && estimate(expression, documents) * sparse <= postings)
        shape.lead = Lead::matches;
    if (shape.lead == Lead::matches) shape.required.clear();
    return shape;
}

}  // namespace kb::rank
