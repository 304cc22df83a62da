#include "query/restriction.hpp"

#include <algorithm>

namespace kb::query {
namespace {

struct IsRestriction {
    bool operator()(const ast::Filter&) const { return true; }
    bool operator()(const ast::DateRange&) const { return true; }
    bool operator()(const ast::NumberRange&) const { return true; }
    bool operator()(const ast::And& node) const { return all_of(node.operands); }
    bool operator()(const ast::Or& node) const { return all_of(node.operands); }
    bool operator()(const ast::Group& node) const {
        return !node.clauses.empty() &&
               std::all_of(node.clauses.begin(), node.clauses.end(),
                           [](const ast::Clause& c) { return is_restriction(c.node); });
    }
    template <class Scored>
    bool operator()(const Scored&) const {
        return false;
    }

    static bool all_of(const std::vector<ast::Node>& operands) {
        return std::all_of(operands.begin(), operands.end(), is_restriction);
    }
};

}  // namespace

bool is_restriction(const ast::Node& node) {
    return std::visit(IsRestriction{}, node.value);
}

}  // namespace kb::query
