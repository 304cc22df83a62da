#include "search/xapian_query.hpp"

#include <string>
#include <vector>

#include "search/deadline_source.hpp"

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

Query synonyms(Query::op op, const std::vector<std::string>& terms) {
    if (terms.size() == 1) return Query(terms.front());
    return {op, terms.begin(), terms.end()};
}

class Converter {
  public:
    explicit Converter(Deadline& deadline) : deadline_(deadline) {}

    Query query(const PlanNode& node) const {
        return std::visit([&](const auto& value) { return convert(value); }, node.value);
    }

    Query until_deadline(const Query& query) const {
        if (!deadline_.exists() || query.empty()) return query;
        return {Query::OP_FILTER, query, Query((new DeadlineSource(deadline_))->release())};
    }

  private:
    Query join(Query::op op, const std::vector<PlanNode>& operands) const {
        std::vector<Query> queries;
        queries.reserve(operands.size());
        for (const PlanNode& operand : operands)
            queries.push_back(query(operand));
        return {op, queries.begin(), queries.end()};
    }

    Query convert(const Nothing&) const { return {}; }

    Query convert(const Everything&) const { return scaled(match_all(), 0); }

    Query convert(const Word& word) const {
        return scaled(synonyms(Query::OP_SYNONYM, word.terms), word.weight);
    }

    Query convert(const AnyTerm& any) const { return scaled(synonyms(Query::OP_OR, any.terms), 0); }

    Query convert(const Positions& positions) const {
        const std::vector<std::string>& terms = positions.terms;
        const Query query(positions.ordered ? Query::OP_PHRASE : Query::OP_NEAR, terms.begin(),
                          terms.end(), positions.window);
        return scaled(until_deadline(query), 0);  // may look at many documents and accept none
    }

    Query convert(const NumberBetween& range) const {
        return scaled({Query::OP_VALUE_RANGE, range.slot, Xapian::sortable_serialise(range.low),
                       Xapian::sortable_serialise(range.high)},
                      0);
    }

    Query convert(const AllOf& all) const { return join(Query::OP_AND, all.operands); }

    Query convert(const AnyOf& any) const { return join(Query::OP_OR, any.operands); }

    Query convert(const Preferring& preferring) const {
        return join(Query::OP_AND_MAYBE, preferring.operands);
    }

    Query convert(const Restricted& restricted) const {
        return join(Query::OP_FILTER, restricted.operands);
    }

    Query convert(const Excluding& excluding) const {
        return join(Query::OP_AND_NOT, excluding.operands);
    }

    Deadline& deadline_;
};

}  // namespace

Query to_xapian(const PlanNode& node, Deadline& deadline) {
    const Converter converter(deadline);
    return converter.until_deadline(converter.query(node));
}

Query to_xapian(const PlanNode& node) {
    Deadline never;  // nothing borrows one that never passes
    return to_xapian(node, never);
}

bool finds_anything(const Xapian::Database& database, const PlanNode& node) {
    Xapian::Enquire enquire(database);
    enquire.set_query(to_xapian(node));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return !enquire.get_mset(0, 1).empty();
}

}  // namespace kb::search
