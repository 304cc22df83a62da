#include "rank/candidates.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kb::rank {

namespace {

/// Appends the documents of the rarest lists.
class CandidateGatherer {
  public:
    explicit CandidateGatherer(std::vector<std::uint32_t>& to) : to_(to) {}

    void gather(Expression& expression) { std::visit(*this, expression.value); }

    void operator()(Nothing&) const {}
    void operator()(Everything&) const {}
    void operator()(NumberBetween&) const {}
    void operator()(Word& word) const { append(word.terms); }
    void operator()(AnyTerm& any) const { append(any.terms); }
    void operator()(Listed& listed) const {
        merge_in([&] { to_.insert(to_.end(), listed.ordinals.begin(), listed.ordinals.end()); });
    }
    void operator()(Phrase& phrase) const { append(phrase.terms[in_order(phrase).front()]); }
    void operator()(AllOf& all) { gather_fewest(all.operands); }
    void operator()(Restricted& restricted) { gather_fewest(restricted.operands); }
    void operator()(AnyOf& any) {
        for (Expression& operand : any.operands)
            gather(operand);
    }
    void operator()(Preferring& preferring) { gather(preferring.operands.front()); }
    void operator()(Excluding& excluding) { gather(excluding.operands.front()); }

  private:
    void append(std::vector<ListCursor>& terms) const {
        for (ListCursor& term : terms)
            append(term);
    }
    void append(ListCursor& term) const {
        merge_in([&] { term.append_ordinals(to_); });
    }
    template <typename Append>
    void merge_in(const Append& append) const {
        const auto before = static_cast<std::ptrdiff_t>(to_.size());
        append();
        if (before == 0) return;
        std::inplace_merge(to_.begin(), to_.begin() + before, to_.end());
        to_.erase(std::unique(to_.begin(), to_.end()), to_.end());
    }
    void gather_fewest(std::vector<Expression>& operands) {
        gather(
            *std::min_element(operands.begin(), operands.end(), [](const auto& a, const auto& b) {
                return estimate(a, UINT32_MAX) < estimate(b, UINT32_MAX);
            }));
    }

    std::vector<std::uint32_t>& to_;
};

/// A list of documents.
class ListMatcher {
  public:
    using Ordinals = std::vector<std::uint32_t>;

    ListMatcher(Precision precision, Ordinals& among) : precision_(precision), among_(among) {}

    void operator()(Nothing&) { among_.clear(); }
    void operator()(Everything&) {}
    void operator()(Word& word) { keep_any(word.terms); }
    void operator()(AnyTerm& any) { keep_any(any.terms); }

    void operator()(Listed& listed) {
        Ordinals found;
        std::set_intersection(among_.begin(), among_.end(), listed.ordinals.begin(),
                              listed.ordinals.end(), std::back_inserter(found));
        among_ = std::move(found);
    }

    void operator()(Phrase& phrase) {
        for (const std::size_t i : in_order(phrase))
            keep(phrase.terms[i]);
        if (precision_ == Precision::superset) return;
        std::erase_if(among_, [&](std::uint32_t ordinal) { return !holds(phrase, ordinal); });
    }

    void operator()(NumberBetween& range) {
        std::erase_if(among_, [&](std::uint32_t ordinal) {
            return !(range.numbers[ordinal] >= range.low && range.numbers[ordinal] <= range.high);
        });
    }

    void operator()(AllOf& all) { keep_all(all.operands); }
    void operator()(Restricted& restricted) { keep_all(restricted.operands); }

    void operator()(AnyOf& any) {
        Ordinals found;
        for (Expression& operand : any.operands) {
            Ordinals rest = without(found);
            if (rest.empty()) break;
            keep_matches(operand, precision_, rest);
            add(rest, found);
        }
        among_ = std::move(found);
    }

    void operator()(Preferring& preferring) {
        keep_matches(preferring.operands.front(), precision_, among_);
    }

    void operator()(Excluding& excluding) {
        keep_matches(excluding.operands.front(), precision_, among_);
        // What might be excluded is not excluded yet.
        if (precision_ == Precision::superset && has_checks(excluding.operands.back())) return;
        Ordinals excluded = among_;
        keep_matches(excluding.operands.back(), precision_, excluded);
        among_ = without(excluded);
    }

  private:
    void keep(ListCursor& term) {
        Ordinals found;
        term.append_matches(among_, found);
        among_ = std::move(found);
    }

    void keep_any(std::vector<ListCursor>& terms) {
        if (terms.size() == 1) return keep(terms.front());
        Ordinals found;
        for (ListCursor& term : terms) {
            Ordinals here;
            term.append_matches(without(found), here);
            add(here, found);
        }
        among_ = std::move(found);
    }

    /// Those that leave the fewest come first, whatever they cost: there are few documents.
    void keep_all(std::vector<Expression>& operands) {
        std::vector<std::pair<std::uint64_t, Expression*>> order;
        order.reserve(operands.size());
        for (Expression& operand : operands)
            order.emplace_back(estimate(operand, UINT32_MAX), &operand);
        std::sort(order.begin(), order.end());
        for (const auto& [most, operand] : order) {
            if (among_.empty()) return;
            keep_matches(*operand, precision_, among_);
        }
    }

    Ordinals without(const Ordinals& some) const {
        Ordinals rest;
        std::set_difference(among_.begin(), among_.end(), some.begin(), some.end(),
                            std::back_inserter(rest));
        return rest;
    }

    static void add(const Ordinals& more, Ordinals& to) {
        const auto middle = static_cast<std::ptrdiff_t>(to.size());
        to.insert(to.end(), more.begin(), more.end());
        std::inplace_merge(to.begin(), to.begin() + middle, to.end());
    }

    Precision precision_;
    Ordinals& among_;
};

}  // namespace

std::vector<std::uint32_t> candidates(Expression& expression) {
    std::vector<std::uint32_t> found;
    CandidateGatherer(found).gather(expression);
    return found;
}

void keep_matches(Expression& expression, Precision precision, std::vector<std::uint32_t>& among) {
    std::visit(ListMatcher(precision, among), expression.value);
}

}  // namespace kb::rank
