#include "search/xapian_query.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "search/close_source.hpp"
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

/// Whether a node may stand right of AND_NOT as it is: no conjunction may. Xapian 1.4 does not ask
/// that side for its greatest weight, and an AND that was not asked hands its operands a threshold
/// out of uninitialised memory, so that an OR or a phrase within it loses documents.
bool may_be_excluded(const PlanNode& node) {
    if (const auto* any = std::get_if<AnyOf>(&node.value))
        return std::all_of(any->operands.begin(), any->operands.end(), may_be_excluded);
    return !std::holds_alternative<AllOf>(node.value) &&
           !std::holds_alternative<Preferring>(node.value) &&
           !std::holds_alternative<Restricted>(node.value) &&
           !std::holds_alternative<Excluding>(node.value);
}

class Converter {
  public:
    explicit Converter(Deadline& deadline) : deadline_(deadline) {}

    Query query(const PlanNode& node) const {
        return std::visit([&](const auto& value) { return convert(value); }, node.value);
    }

    /// Xapian's OP_NEAR has a rule of its own for terms at one position, which depends on the order
    /// in which it looks at them.
    Query in_positions(const Positions& positions, CloseSource::AfterDeadline after) const {
        if (positions.window == 0) {
            const auto size = static_cast<Xapian::termcount>(positions.terms.size());
            return {Query::OP_PHRASE, positions.terms.begin(), positions.terms.end(), size};
        }
        Deadline* const deadline = deadline_.exists() ? &deadline_ : nullptr;
        auto* const source = new CloseSource(positions.terms, positions.window, deadline, after);
        return Query(source->release());
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
        const Query query = in_positions(positions, CloseSource::AfterDeadline::nothing);
        // A phrase may look at many documents and accept none.
        return positions.window > 0 ? query : scaled(until_deadline(query), 0);
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
        const PlanNode& scored = excluding.operands[0];
        const PlanNode& excluded = excluding.operands[1];
        if (may_be_excluded(excluded))
            return {Query::OP_AND_NOT, query(scored), excluded_query(excluded)};
        return {Query::OP_FILTER, query(scored), complement(excluded)};
    }

    /// What is excluded as it is; requires may_be_excluded(node). A deadline would make an AND of
    /// it.
    Query excluded_query(const PlanNode& node) const {
        if (const auto* positions = std::get_if<Positions>(&node.value))
            return in_positions(*positions, CloseSource::AfterDeadline::everything);
        const auto* any = std::get_if<AnyOf>(&node.value);
        if (any == nullptr) return query(node);
        std::vector<Query> queries;
        for (const PlanNode& operand : any->operands)
            queries.push_back(excluded_query(operand));
        return {Query::OP_OR, queries.begin(), queries.end()};
    }

    /// The documents that a node does not select, by De Morgan's laws: only what may be excluded as
    /// it is stands right of AND_NOT. Linear in the node.
    Query complement(const PlanNode& node) const {
        if (may_be_excluded(node)) return {Query::OP_AND_NOT, match_all(), excluded_query(node)};
        if (const auto* all = std::get_if<AllOf>(&node.value))
            return complements(Query::OP_OR, all->operands);
        if (const auto* restricted = std::get_if<Restricted>(&node.value))
            return complements(Query::OP_OR, restricted->operands);
        if (const auto* any = std::get_if<AnyOf>(&node.value))
            return complements(Query::OP_AND, any->operands);
        if (const auto* preferring = std::get_if<Preferring>(&node.value))
            return complement(preferring->operands[0]);
        const auto& excluding = std::get<Excluding>(node.value);
        return {Query::OP_OR, complement(excluding.operands[0]), query(excluding.operands[1])};
    }

    Query complements(Query::op op, const std::vector<PlanNode>& operands) const {
        std::vector<Query> queries;
        queries.reserve(operands.size());
        for (const PlanNode& operand : operands)
            queries.push_back(complement(operand));
        return {op, queries.begin(), queries.end()};
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

bool finds_anything(index::Snapshot& snapshot, const PlanNode& node) {
    const Query query = to_xapian(node);
    snapshot.postings.require(snapshot.database, query);
    Xapian::Enquire enquire(snapshot.database);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return !enquire.get_mset(0, 1).empty();
}

}  // namespace kb::search
