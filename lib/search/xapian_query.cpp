#include "search/xapian_query.hpp"

#include <string>
#include <vector>

namespace kb::search {

namespace {

using Xapian::Query;

/// Query::MatchAll is shared between threads; this is not.
Query match_all() {
    return Query(std::string());
}

Query scaled(const Query& query, double factor) {
    return {Query::OP_SCALE_WEIGHT, query, factor};
}

Query join(Query::op op, const std::vector<PlanNode>& operands) {
    std::vector<Query> queries;
    queries.reserve(operands.size());
    for (const PlanNode& operand : operands)
        queries.push_back(to_xapian(operand));
    return {op, queries.begin(), queries.end()};
}

Query synonyms(Query::op op, const std::vector<std::string>& terms) {
    if (terms.size() == 1) return Query(terms.front());
    return {op, terms.begin(), terms.end()};
}

Query convert(const Nothing&) {
    return {};
}

Query convert(const Everything&) {
    return scaled(match_all(), 0);
}

Query convert(const Word& word) {
    return scaled(synonyms(Query::OP_SYNONYM, word.terms), word.weight);
}

Query convert(const AnyTerm& any) {
    return scaled(synonyms(Query::OP_OR, any.terms), 0);
}

Query convert(const Positions& positions) {
    const std::vector<std::string>& terms = positions.terms;
    return scaled({positions.ordered ? Query::OP_PHRASE : Query::OP_NEAR, terms.begin(),
                   terms.end(), positions.window},
                  0);
}

Query convert(const NumberBetween& range) {
    return scaled({Query::OP_VALUE_RANGE, range.slot, Xapian::sortable_serialise(range.low),
                   Xapian::sortable_serialise(range.high)},
                  0);
}

Query convert(const AllOf& all) {
    return join(Query::OP_AND, all.operands);
}

Query convert(const AnyOf& any) {
    return join(Query::OP_OR, any.operands);
}

Query convert(const Preferring& preferring) {
    return join(Query::OP_AND_MAYBE, preferring.operands);
}

Query convert(const Restricted& restricted) {
    return join(Query::OP_FILTER, restricted.operands);
}

Query convert(const Excluding& excluding) {
    return join(Query::OP_AND_NOT, excluding.operands);
}

}  // namespace

Query to_xapian(const PlanNode& node) {
    return std::visit([](const auto& value) { return convert(value); }, node.value);
}

bool finds_anything(const Xapian::Database& database, const PlanNode& node) {
    Xapian::Enquire enquire(database);
    enquire.set_query(to_xapian(node));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return !enquire.get_mset(0, 1).empty();
}

}  // namespace kb::search
