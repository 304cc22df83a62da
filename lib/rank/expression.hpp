#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "rank/list_cursor.hpp"
#include "rank/positions.hpp"
#include "rank/window.hpp"

namespace kb::rank {

/// A query over the documents of one ranking file: a tree whose nodes select documents and give
/// each a score ≥ 0; leaves other than Word give 0. Holds the state of reading, hence is used for
/// one search at a time. Whatever it points to must outlive it.
struct Expression;

/// No document.
struct Nothing {};
/// Every document.
struct Everything {};
/// Documents with one word in any of its forms, scored as if the terms were one whose wdf is the
/// sum over them.
struct Word {
    std::vector<ListCursor> terms;
    double weight = 0;
};
/// Documents with any of the terms.
struct AnyTerm {
    std::vector<ListCursor> terms;
};
/// Documents that are listed; ascending.
struct Listed {
    std::span<const std::uint32_t> ordinals;
};
/// Documents that hold the terms one after the other, or close together: to check that costs some
/// ten times as much as to see whether they hold the terms at all, so it is asked as rarely as
/// possible.
struct Phrase {
    std::vector<ListCursor> terms;  ///< in the order of the phrase; not empty
    /// How many positions they span at most, in any order; 0: they follow each other.
    std::uint32_t window = 0;
    std::vector<PositionReader> positions = {};    ///< of the document that is being looked at
    std::vector<std::size_t> cheapest_first = {};  ///< filled in when it is first looked at
    std::vector<std::size_t> earlier = {};         ///< where a window is asked for, then as well
};
/// Documents whose number is within [low, high].
struct NumberBetween {
    std::span<const double> numbers;  ///< by ordinal; NaN is never within
    double low = 0;
    double high = 0;
};
/// Every operand matches; scores add up.
struct AllOf {
    std::vector<Expression> operands;              ///< not empty
    std::vector<std::size_t> cheapest_first = {};  ///< filled in when it is first looked at
};
/// At least one operand matches; the scores of those add up.
struct AnyOf {
    std::vector<Expression> operands;
};
/// What must match, and what adds its score where it matches too.
struct Preferring {
    std::vector<Expression> operands;  ///< two
};
/// What is scored, and what must match as well without being scored.
struct Restricted {
    std::vector<Expression> operands;              ///< two
    std::vector<std::size_t> cheapest_first = {};  ///< filled in when it is first looked at
};
/// What is scored, and what must not match.
struct Excluding {
    std::vector<Expression> operands;  ///< two
};

struct Expression {
    using Value = std::variant<Nothing, Everything, Word, AnyTerm, Listed, Phrase, NumberBetween,
                               AllOf, AnyOf, Preferring, Restricted, Excluding>;
    Value value;
};

/// How many postings a word has.
std::uint64_t frequency_of(const Word& word);

/// How many documents match at most.
std::uint64_t estimate(const Expression& expression, std::uint32_t documents);

/// The numbers of a phrase's terms, those with the fewest documents first.
const std::vector<std::size_t>& in_order(Phrase& phrase);
/// Whether a document holds a phrase. Throws DamagedFile.
bool holds(Phrase& phrase, std::uint32_t ordinal);

/// Whether a Phrase occurs in it: matching is costly then.
bool has_checks(const Expression& expression);

/// How exactly matches are told.
enum class Precision : std::uint8_t {
    exact,
    superset,  ///< positions are not looked at: whatever holds the terms of a phrase stays in
};

/// Keeps those documents of a window that match. Throws DamagedFile.
void keep_matches(Expression& expression, std::uint32_t window, Precision precision,
                  WindowBits& among);

/// Whether one document matches. Throws DamagedFile.
bool matches(Expression& expression, std::uint32_t ordinal);
/// The same of one that keep_matches() left in the superset: only positions remain to be looked at.
bool matches_if_possible(Expression& expression, std::uint32_t ordinal);

}  // namespace kb::rank
