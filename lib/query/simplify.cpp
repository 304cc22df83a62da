#include "query/simplify.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace kb::query {
namespace {

using ast::Clause;
using ast::Group;
using ast::Node;
using ast::Occur;

constexpr std::size_t filter_properties = static_cast<std::size_t>(ast::FilterField::parent) + 1;
constexpr std::size_t number_properties = static_cast<std::size_t>(ast::NumberField::comments) + 1;
constexpr std::size_t date_property = filter_properties + number_properties;

// The property of which a filter or a range is one of several alternatives. A range with an open
// end is none: `after:` and `before:` side by side bound a range from both sides.
std::optional<std::size_t> leaf_property(const Node& node) {
    if (const auto* filter = std::get_if<ast::Filter>(&node.value)) {
        return static_cast<std::size_t>(filter->field);
    }
    if (const auto* range = std::get_if<ast::NumberRange>(&node.value)) {
        if (!range->min || !range->max) return std::nullopt;
        return filter_properties + static_cast<std::size_t>(range->field);
    }
    if (const auto* range = std::get_if<ast::DateRange>(&node.value)) {
        if (!range->from || !range->to) return std::nullopt;
        return date_property;
    }
    return std::nullopt;
}

// The property that all of these restrict, if it is one.
template <class Items, class GetNode>
std::optional<std::size_t> common_property(const Items& items, GetNode get_node) {
    if (items.empty()) return std::nullopt;
    const std::optional<std::size_t> first = leaf_property(get_node(items.front()));
    const bool same = std::all_of(items.begin(), items.end(), [&](const auto& item) {
        return leaf_property(get_node(item)) == first;
    });
    return same ? first : std::nullopt;
}

// The property of which the node lists alternatives: an Or or a Group of filters of one field.
std::optional<std::size_t> alternatives_property(const Node& node) {
    if (node.weight != 1) return std::nullopt;
    if (const auto* either = std::get_if<ast::Or>(&node.value)) {
        return common_property(either->operands, [](const Node& n) -> const Node& { return n; });
    }
    if (const auto* group = std::get_if<Group>(&node.value)) {
        const bool optional = std::all_of(group->clauses.begin(), group->clauses.end(),
                                          [](const Clause& c) { return c.occur == Occur::should; });
        if (!optional) return std::nullopt;
        return common_property(group->clauses,
                               [](const Clause& c) -> const Node& { return c.node; });
    }
    return std::nullopt;
}

bool is_filter(const Node& node) {
    return std::holds_alternative<ast::Filter>(node.value) ||
           std::holds_alternative<ast::DateRange>(node.value) ||
           std::holds_alternative<ast::NumberRange>(node.value);
}

// The clause that an operand of an And comes to in a list, if it is a filter or excludes one.
bool is_required_filter(const Node& operand) {
    if (is_filter(operand)) return true;
    const auto* group = std::get_if<Group>(&operand.value);
    return group && operand.weight == 1 && group->clauses.size() == 1 &&
           group->clauses.front().occur == Occur::must_not &&
           is_filter(group->clauses.front().node);
}

bool requires_filters(const Node& node) {
    const auto* both = std::get_if<ast::And>(&node.value);
    return both && node.weight == 1 &&
           std::all_of(both->operands.begin(), both->operands.end(), is_required_filter);
}

void append_alternatives(std::vector<Clause>& clauses, Node node) {
    if (auto* either = std::get_if<ast::Or>(&node.value)) {
        for (Node& operand : either->operands) {
            clauses.push_back({Occur::should, std::move(operand)});
        }
        return;
    }
    auto& inner = std::get<Group>(node.value).clauses;
    std::move(inner.begin(), inner.end(), std::back_inserter(clauses));
}

void append_required_filters(std::vector<Clause>& clauses, Node node) {
    for (Node& operand : std::get<ast::And>(node.value).operands) {
        if (auto* exclusion = std::get_if<Group>(&operand.value)) {
            Clause clause = std::move(exclusion->clauses.front());
            clauses.push_back(std::move(clause));
        } else {
            clauses.push_back({Occur::must, std::move(operand)});
        }
    }
}

// Combinations of filters become clauses of the group itself.
void splice_filters(Group& group) {
    std::vector<Clause> clauses;
    clauses.reserve(group.clauses.size());
    for (Clause& clause : group.clauses) {
        if (clause.occur == Occur::should && alternatives_property(clause.node)) {
            append_alternatives(clauses, std::move(clause.node));
        } else if (clause.occur == Occur::should && requires_filters(clause.node)) {
            append_required_filters(clauses, std::move(clause.node));
        } else {
            clauses.push_back(std::move(clause));
        }
    }
    group.clauses = std::move(clauses);
}

}  // namespace

ast::Node simplified(ast::Node node) {
    auto& clauses = std::get<Group>(node.value).clauses;
    if (clauses.size() == 1 && clauses.front().occur == Occur::should) {
        Node only = std::move(clauses.front().node);
        return only;
    }
    splice_filters(std::get<Group>(node.value));
    return node;
}

ast::Node weighted(ast::Node node, double weight, Span span) {
    if (weight == 1) return node;
    if (node.weight == 1) {
        node.weight = weight;
        node.span = span;
        return node;
    }
    Group group;
    group.clauses.push_back({Occur::should, std::move(node)});
    return {std::move(group), weight, span};
}

}  // namespace kb::query
