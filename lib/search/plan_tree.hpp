#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kb::search {

/// What a query comes to over one commit of an index: a tree whose leaves are terms, positions and
/// ranges, neutral about what executes it (Xapian: xapian_query.hpp). Each node selects documents
/// and gives each a score ≥ 0; leaves other than Word give 0.
struct PlanNode;

/// No document.
struct Nothing {};
/// Every document.
struct Everything {};
/// Documents with one word in any of its forms (inflections, languages), scored as if the terms
/// were one whose wdf is the sum over them.
struct Word {
    std::vector<std::string> terms;  ///< not empty, without repetition; each exists in the index
    double weight = 0;               ///< weight in the query × inverse document frequency
};
/// Documents with any of the terms.
struct AnyTerm {
    std::vector<std::string> terms;  ///< not empty; need not exist
};
/// Documents that hold the terms close together; what is wanted twice is there twice.
struct Positions {
    std::vector<std::string> terms;  ///< at least two; may repeat
    /// How many positions they span at most, in any order; 0: they follow each other.
    std::uint32_t window = 0;
};
/// Documents whose value in the slot is a number within [low, high].
struct NumberBetween {
    std::uint32_t slot = 0;
    double low = 0;
    double high = 0;
};
/// Every operand matches; scores add up.
struct AllOf {
    std::vector<PlanNode> operands;
};
/// At least one operand matches; the scores of those add up.
struct AnyOf {
    std::vector<PlanNode> operands;
};
/// Operands: what must match, and what adds its score where it matches too.
struct Preferring {
    std::vector<PlanNode> operands;  ///< two
};
/// Operands: what is scored, and what must match as well without being scored.
struct Restricted {
    std::vector<PlanNode> operands;  ///< two
};
/// Operands: what is scored, and what must not match.
struct Excluding {
    std::vector<PlanNode> operands;  ///< two
};

struct PlanNode {
    using Value = std::variant<Nothing, Everything, Word, AnyTerm, Positions, NumberBetween, AllOf,
                               AnyOf, Preferring, Restricted, Excluding>;
    Value value;

    bool is_nothing() const { return std::holds_alternative<Nothing>(value); }
};

// Constructors that leave out what can match nothing and operators of one operand.
PlanNode all_of(std::vector<PlanNode> operands);
PlanNode any_of(std::vector<PlanNode> operands);
PlanNode preferring(PlanNode required, PlanNode optional);
PlanNode restricted(PlanNode scored, PlanNode restriction);
PlanNode excluding(PlanNode scored, PlanNode excluded);

}  // namespace kb::search
