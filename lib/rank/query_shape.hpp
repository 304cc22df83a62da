#pragma once

#include <cstdint>
#include <vector>

#include "rank/expression.hpp"
#include "rank/scored_words.hpp"

namespace kb::rank {

/// A part of a query that must match, or must not, apart from its words.
struct Constraint {
    Expression* expression = nullptr;
    bool excluded = false;
};

/// What a search is led by: what it looks at first, and everything else only for what that finds.
enum class Lead : std::uint8_t {
    any_word,       ///< the lists of the words that alone can lift a document high enough
    required_word,  ///< the rarest of the words that must be there
    matches,        ///< whatever the whole query matches
};

/// A query taken apart for ranked search. Points into the expression.
struct QueryShape {
    std::vector<ScoredWord> words;
    /// The numbers of words that a document must hold, the rarest first; only where they and the
    /// constraints are all that matching asks for.
    std::vector<std::size_t> required;
    std::vector<Constraint> constraints;
    Lead lead = Lead::matches;
};

/// `documents`: how many there are in the file.
QueryShape shape_of(Expression& expression, const ScoringModel& model, std::uint32_t documents);

}  // namespace kb::rank
