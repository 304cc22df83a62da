#include "search/plan_tree.hpp"

#include <algorithm>
#include <utility>

namespace kb::search {

namespace {

template <typename Operator>
PlanNode pair(PlanNode first, PlanNode second) {
    Operator node;
    node.operands.reserve(2);
    node.operands.push_back(std::move(first));
    node.operands.push_back(std::move(second));
    return {std::move(node)};
}

}  // namespace

PlanNode all_of(std::vector<PlanNode> operands) {
    const auto nothing = [](const PlanNode& node) { return node.is_nothing(); };
    if (operands.empty() || std::any_of(operands.begin(), operands.end(), nothing)) return {};
    if (operands.size() == 1) return std::move(operands.front());
    return {AllOf{std::move(operands)}};
}

PlanNode any_of(std::vector<PlanNode> operands) {
    std::erase_if(operands, [](const PlanNode& node) { return node.is_nothing(); });
    if (operands.empty()) return {};
    if (operands.size() == 1) return std::move(operands.front());
    return {AnyOf{std::move(operands)}};
}

PlanNode preferring(PlanNode required, PlanNode optional) {
    if (required.is_nothing() || optional.is_nothing()) return required;
    return pair<Preferring>(std::move(required), std::move(optional));
}

PlanNode restricted(PlanNode scored, PlanNode restriction) {
    if (scored.is_nothing() || restriction.is_nothing()) return {};
    return pair<Restricted>(std::move(scored), std::move(restriction));
}

PlanNode excluding(PlanNode scored, PlanNode excluded) {
    if (scored.is_nothing() || excluded.is_nothing()) return scored;
    return pair<Excluding>(std::move(scored), std::move(excluded));
}

}  // namespace kb::search
