#include "search/ranking_expression.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "index/ranking_builder.hpp"

namespace kb::search {

namespace {

class Binder {
  public:
    explicit Binder(index::Snapshot& snapshot)
        : database_(snapshot.database), ranking_(*snapshot.ranking) {}

    rank::Expression bind(const PlanNode& node) {
        return std::visit([this](const auto& value) { return visit(value); }, node.value);
    }

    std::deque<std::vector<std::uint32_t>> take_lists() { return std::move(lists_); }

  private:
    rank::Expression visit(const Nothing&) { return {rank::Nothing{}}; }
    rank::Expression visit(const Everything&) { return {rank::Everything{}}; }

    rank::Expression visit(const Word& word) {
        std::vector<rank::ListCursor> terms = cursors(word.terms);
        if (terms.empty()) return {rank::Nothing{}};
        return {rank::Word{std::move(terms), word.weight}};
    }

    rank::Expression visit(const AnyTerm& any) {
        std::vector<rank::Expression> ways;
        std::vector<rank::ListCursor> terms = cursors(any.terms);
        if (!terms.empty()) ways.push_back({rank::AnyTerm{std::move(terms)}});
        for (const std::string& term : any.terms) {
            if (index::is_kept_out_of_ranking(term)) ways.push_back(listed(term));
        }
        return any_of(std::move(ways));
    }

    rank::Expression visit(const Positions& positions) {
        std::vector<rank::ListCursor> terms = cursors(positions.terms);
        if (terms.size() < positions.terms.size()) return {rank::Nothing{}};
        return {rank::Phrase{std::move(terms), positions.window}};
    }

    rank::Expression visit(const NumberBetween& range) {
        const std::span<const double> numbers = ranking_.file().numbers(range.slot);
        if (numbers.empty()) return {rank::Nothing{}};
        return {rank::NumberBetween{numbers, range.low, range.high}};
    }

    rank::Expression visit(const AllOf& all) {
        std::vector<rank::Expression> operands;
        for (const PlanNode& operand : all.operands) {
            operands.push_back(bind(operand));
            if (is_nothing(operands.back())) return {rank::Nothing{}};
        }
        return {rank::AllOf{std::move(operands)}};
    }

    rank::Expression visit(const AnyOf& any) {
        std::vector<rank::Expression> operands;
        for (const PlanNode& operand : any.operands)
            operands.push_back(bind(operand));
        return any_of(std::move(operands));
    }

    rank::Expression visit(const Preferring& preferring) {
        auto [required, optional] = both(preferring.operands);
        if (is_nothing(required) || is_nothing(optional)) return std::move(required);
        return {rank::Preferring{pair(std::move(required), std::move(optional))}};
    }

    rank::Expression visit(const Restricted& restricted) {
        auto [scored, restriction] = both(restricted.operands);
        if (is_nothing(scored) || is_nothing(restriction)) return {rank::Nothing{}};
        return {rank::Restricted{pair(std::move(scored), std::move(restriction))}};
    }

    rank::Expression visit(const Excluding& excluding) {
        auto [scored, excluded] = both(excluding.operands);
        if (is_nothing(scored) || is_nothing(excluded)) return std::move(scored);
        return {rank::Excluding{pair(std::move(scored), std::move(excluded))}};
    }

    static bool is_nothing(const rank::Expression& expression) {
        return std::holds_alternative<rank::Nothing>(expression.value);
    }

    static std::vector<rank::Expression> pair(rank::Expression first, rank::Expression second) {
        std::vector<rank::Expression> operands;
        operands.reserve(2);
        operands.push_back(std::move(first));
        operands.push_back(std::move(second));
        return operands;
    }

    std::pair<rank::Expression, rank::Expression> both(const std::vector<PlanNode>& operands) {
        rank::Expression first = bind(operands.front());
        return {std::move(first), bind(operands.back())};
    }

    static rank::Expression any_of(std::vector<rank::Expression> operands) {
        std::erase_if(operands, is_nothing);
        if (operands.empty()) return {rank::Nothing{}};
        if (operands.size() == 1) return std::move(operands.front());
        return {rank::AnyOf{std::move(operands)}};
    }

    /// The terms that the file holds.
    std::vector<rank::ListCursor> cursors(const std::vector<std::string>& terms) {
        std::vector<rank::ListCursor> found;
        for (const std::string& term : terms) {
            if (const rank::TermPostings* postings = ranking_.term(term))
                found.emplace_back(*postings);
        }
        return found;
    }

    rank::Expression listed(const std::string& term) {
        std::vector<std::uint32_t> ordinals;
        for (auto it = database_.postlist_begin(term); it != database_.postlist_end(term); ++it) {
            if (const auto ordinal = ranking_.file().ordinal(*it)) ordinals.push_back(*ordinal);
        }
        return listed(std::move(ordinals));
    }

    rank::Expression listed(std::vector<std::uint32_t> ordinals) {
        if (ordinals.empty()) return {rank::Nothing{}};
        lists_.push_back(std::move(ordinals));
        return {rank::Listed{lists_.back()}};
    }

    const Xapian::Database& database_;
    index::RankingSnapshot& ranking_;
    std::deque<std::vector<std::uint32_t>> lists_;
};

}  // namespace

BoundPlan bind_plan(const PlanNode& root, index::Snapshot& snapshot) {
    Binder binder(snapshot);
    BoundPlan plan;
    plan.root = binder.bind(root);
    plan.lists = binder.take_lists();
    return plan;
}

}  // namespace kb::search
