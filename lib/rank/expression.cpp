#include "rank/expression.hpp"

#include <algorithm>
#include <utility>

namespace kb::rank {

namespace {

std::uint64_t frequency_sum(const std::vector<ListCursor>& terms) {
    std::uint64_t sum = 0;
    for (const ListCursor& term : terms)
        sum += term.postings().frequency();
    return sum;
}

class Estimate {
  public:
    explicit Estimate(std::uint32_t documents) : documents_(documents) {}

    std::uint64_t operator()(const Nothing&) const { return 0; }
    std::uint64_t operator()(const Everything&) const { return documents_; }
    std::uint64_t operator()(const Word& word) const { return sum(word.terms); }
    std::uint64_t operator()(const AnyTerm& any) const { return sum(any.terms); }
    std::uint64_t operator()(const Listed& listed) const { return listed.ordinals.size(); }
    std::uint64_t operator()(const NumberBetween&) const { return documents_; }
    std::uint64_t operator()(const Phrase& phrase) const {
        std::uint64_t least = documents_;
        for (const ListCursor& term : phrase.terms)
            least = std::min<std::uint64_t>(least, term.postings().frequency());
        return least;
    }
    std::uint64_t operator()(const AllOf& all) const { return least(all.operands); }
    std::uint64_t operator()(const AnyOf& any) const {
        std::uint64_t total = 0;
        for (const Expression& operand : any.operands)
            total += estimate(operand, documents_);
        return std::min<std::uint64_t>(total, documents_);
    }
    std::uint64_t operator()(const Preferring& preferring) const {
        return estimate(preferring.operands.front(), documents_);
    }
    std::uint64_t operator()(const Restricted& restricted) const {
        return least(restricted.operands);
    }
    std::uint64_t operator()(const Excluding& excluding) const {
        return estimate(excluding.operands.front(), documents_);
    }

  private:
    std::uint64_t sum(const std::vector<ListCursor>& terms) const {
        return std::min<std::uint64_t>(frequency_sum(terms), documents_);
    }
    std::uint64_t least(const std::vector<Expression>& operands) const {
        std::uint64_t least = documents_;
        for (const Expression& operand : operands)
            least = std::min(least, estimate(operand, documents_));
        return least;
    }

    std::uint32_t documents_;
};

/// The operands' numbers, those with the fewest documents first and costly checks last.
template <typename Operator>
const std::vector<std::size_t>& in_order(Operator& all) {
    if (!all.cheapest_first.empty()) return all.cheapest_first;
    std::vector<std::pair<std::uint64_t, std::size_t>> costs;
    for (std::size_t i = 0; i < all.operands.size(); ++i) {
        const bool costly = has_checks(all.operands[i]);
        costs.emplace_back(costly ? UINT64_MAX : estimate(all.operands[i], UINT32_MAX), i);
    }
    std::sort(costs.begin(), costs.end());
    for (const auto& [cost, i] : costs)
        all.cheapest_first.push_back(i);
    return all.cheapest_first;
}

/// One window of one expression.
class WindowMatcher {
  public:
    WindowMatcher(std::uint32_t window, Precision precision, WindowBits& among)
        : window_(window), precision_(precision), among_(among) {}

    void operator()(Nothing&) { among_ = {}; }
    void operator()(Everything&) {}
    void operator()(Word& word) { keep_any(word.terms); }
    void operator()(AnyTerm& any) { keep_any(any.terms); }

    void operator()(Listed& listed) {
        const std::uint32_t begin = window_ * window_size;
        WindowBits found;
        auto at = std::lower_bound(listed.ordinals.begin(), listed.ordinals.end(), begin);
        for (; at != listed.ordinals.end() && *at - begin < window_size; ++at)
            found.set(*at - begin);
        among_ &= found;
    }

    void operator()(Phrase& phrase) {
        for (const std::size_t i : in_order(phrase)) {
            if (among_.empty()) return;
            WindowBits found;
            phrase.terms[i].add_matches(window_, among_, found);
            among_ = found;
        }
        if (precision_ == Precision::superset) return;
        WindowBits passed;
        among_.for_each([&](std::uint32_t i) {
            if (holds(phrase, window_ * window_size + i)) passed.set(i);
        });
        among_ = passed;
    }

    void operator()(NumberBetween& range) {
        const double* const numbers = range.numbers.data() + std::size_t{window_} * window_size;
        WindowBits found;
        among_.for_each([&](std::uint32_t i) {
            if (numbers[i] >= range.low && numbers[i] <= range.high) found.set(i);
        });
        among_ = found;
    }

    void operator()(AllOf& all) { keep_all(all); }
    void operator()(Restricted& restricted) { keep_all(restricted); }

    void operator()(AnyOf& any) {
        WindowBits found;
        for (Expression& operand : any.operands) {
            WindowBits rest = among_;
            rest.remove(found);
            if (rest.empty()) break;
            keep_matches(operand, window_, precision_, rest);
            found |= rest;
        }
        among_ = found;
    }

    void operator()(Preferring& preferring) { keep(preferring.operands.front()); }

    void operator()(Excluding& excluding) {
        keep(excluding.operands.front());
        if (among_.empty()) return;
        // What might be excluded is not excluded yet.
        if (precision_ == Precision::superset && has_checks(excluding.operands.back())) return;
        WindowBits excluded = among_;
        keep_matches(excluding.operands.back(), window_, precision_, excluded);
        among_.remove(excluded);
    }

  private:
    void keep(Expression& operand) { keep_matches(operand, window_, precision_, among_); }

    template <typename Operator>
    void keep_all(Operator& all) {
        for (const std::size_t i : in_order(all)) {
            if (among_.empty()) return;
            keep(all.operands[i]);
        }
    }

    void keep_any(std::vector<ListCursor>& terms) {
        WindowBits found;
        for (ListCursor& term : terms)
            term.add_matches(window_, among_, found);
        among_ = found;
    }

    std::uint32_t window_;
    Precision precision_;
    WindowBits& among_;
};

/// One document.
class DocumentMatcher {
  public:
    /// `possible`: it is known to be in the superset.
    DocumentMatcher(std::uint32_t ordinal, bool possible)
        : ordinal_(ordinal), possible_(possible) {}

    bool operator()(Nothing&) const { return false; }
    bool operator()(Everything&) const { return true; }
    bool operator()(Word& word) const { return any(word.terms); }
    bool operator()(AnyTerm& terms) const { return any(terms.terms); }
    bool operator()(Listed& listed) const {
        return std::binary_search(listed.ordinals.begin(), listed.ordinals.end(), ordinal_);
    }
    bool operator()(Phrase& phrase) const { return holds(phrase, ordinal_); }
    bool operator()(NumberBetween& range) const {
        const double number = range.numbers[ordinal_];
        return number >= range.low && number <= range.high;
    }
    bool operator()(AllOf& all) const { return every(all); }
    bool operator()(Restricted& restricted) const { return every(restricted); }
    bool operator()(AnyOf& any) const {
        return std::any_of(any.operands.begin(), any.operands.end(),
                           [&](Expression& operand) { return match(operand); });
    }
    bool operator()(Preferring& preferring) const {
        return still_match(preferring.operands.front());
    }
    bool operator()(Excluding& excluding) const {
        return still_match(excluding.operands.front()) && !match(excluding.operands.back());
    }

  private:
    bool any(std::vector<ListCursor>& terms) const {
        return std::any_of(terms.begin(), terms.end(),
                           [&](ListCursor& term) { return term.contains(ordinal_); });
    }
    template <typename Operator>
    bool every(Operator& all) const {
        const std::vector<std::size_t>& order = in_order(all);
        return std::all_of(order.begin(), order.end(),
                           [&](std::size_t i) { return still_match(all.operands[i]); });
    }
    bool match(Expression& operand) const { return matches(operand, ordinal_); }

    /// Of what matches as far as is known, the same is known of this part.
    bool still_match(Expression& operand) const {
        if (!possible_) return match(operand);
        return !has_checks(operand) || matches_if_possible(operand, ordinal_);
    }

    std::uint32_t ordinal_;
    bool possible_;
};

template <typename Operands>
bool any_has_checks(const Operands& operands) {
    return std::any_of(operands.begin(), operands.end(), has_checks);
}

}  // namespace

const std::vector<std::size_t>& in_order(Phrase& phrase) {
    std::vector<std::size_t>& order = phrase.cheapest_first;
    if (!order.empty()) return order;
    for (std::size_t i = 0; i < phrase.terms.size(); ++i)
        order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return phrase.terms[a].postings().frequency() < phrase.terms[b].postings().frequency();
    });
    phrase.positions.resize(order.size());
    if (phrase.window > 0) {
        std::vector<const TermPostings*> postings;
        for (const ListCursor& term : phrase.terms)
            postings.push_back(&term.postings());
        phrase.earlier = earlier_same(postings);
    }
    return order;
}

bool holds(Phrase& phrase, std::uint32_t ordinal) {
    for (const std::size_t i : in_order(phrase)) {
        const auto positions = phrase.terms[i].positions(ordinal);
        if (!positions) return false;
        phrase.positions[i] = PositionReader(*positions);
    }
    if (phrase.window == 0) return stand_in_a_row(phrase.positions);
    return stand_close(std::span(phrase.positions), phrase.earlier, phrase.window);
}

std::uint64_t frequency_of(const Word& word) {
    return frequency_sum(word.terms);
}

std::uint64_t estimate(const Expression& expression, std::uint32_t documents) {
    return std::visit(Estimate(documents), expression.value);
}

bool has_checks(const Expression& expression) {
    return std::visit(
        [](const auto& value) {
            using Value = std::decay_t<decltype(value)>;
            if constexpr (requires { value.operands; }) {
                return any_has_checks(value.operands);
            } else {
                return std::is_same_v<Value, Phrase>;
            }
        },
        expression.value);
}

void keep_matches(Expression& expression, std::uint32_t window, Precision precision,
                  WindowBits& among) {
    std::visit(WindowMatcher(window, precision, among), expression.value);
}

bool matches(Expression& expression, std::uint32_t ordinal) {
    return std::visit(DocumentMatcher(ordinal, false), expression.value);
}

bool matches_if_possible(Expression& expression, std::uint32_t ordinal) {
    return std::visit(DocumentMatcher(ordinal, true), expression.value);
}

}  // namespace kb::rank
