#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kb/document.hpp"
#include "kb/ranking.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// [begin, end) in Unicode code points.
struct TextRange {
    std::uint32_t begin = 0;  ///< of its first code point
    std::uint32_t end = 0;    ///< past its last code point

    bool operator==(const TextRange&) const = default;
};

/// How a number came about: a tree whose root is the number that is explained.
struct Explanation {
    double value = 0;                  ///< what is explained
    std::string description;           ///< one line; holds words of the document and the query
    std::vector<Explanation> details;  ///< what the value was made of, as the description says

    bool operator==(const Explanation&) const = default;
};

/// One document found.
struct Hit {
    std::uint64_t rank = 0;  ///< 1-based, counted from the start of the whole result
    double score = 0;        ///< higher is better; 0 where nothing is scored
    ScoreParts parts;        ///< what the score consists of: parts.total() == score
    Document document;       ///< without its text
    std::string snippet;     ///< plain text of the best passages, one line
    std::vector<TextRange> title_highlights;    ///< ascending, not overlapping
    std::vector<TextRange> snippet_highlights;  ///< ascending, not overlapping
    std::uint64_t duplicates = 0;  ///< other matching documents that this one stands for
    /// How the score came about, where asked for; its value is exactly `score`.
    std::optional<Explanation> explanation = std::nullopt;
};

/// A value and how many documents have it.
struct FacetValue {
    std::string value;        ///< as the documents spell it
    std::uint64_t count = 0;  ///< documents found that have it

    bool operator==(const FacetValue&) const = default;
};

/// How the documents found distribute over the values of one field; most frequent first, then by
/// value; years and months newest first.
struct Facet {
    std::string field;               ///< as it was asked for
    std::vector<FacetValue> values;  ///< all that occur
};

/// The answer to a search. Owns its data.
struct Results {
    std::string query;        ///< as asked
    std::string parsed;       ///< the canonical text of what was understood
    std::uint64_t total = 0;  ///< documents found, before limit and offset, after collapsing
    bool total_exact = true;  ///< false: the search ended early, and there may be more
    std::chrono::microseconds took{0};  ///< by the clock, within the library
    /// The query in a better-known spelling, where there is one that finds something.
    std::optional<std::string> did_you_mean;
    std::vector<std::string> warnings;  ///< about the query, one line each
    std::vector<Hit> hits;              ///< the page that limit and offset ask for
    std::vector<Facet> facets;          ///< in the order in which they were asked for
};

/// The results as one JSON object.
std::string to_json(const Results& results);
/// One hit as one JSON object on one line.
std::string to_json(const Hit& hit);

}  // namespace kb
#pragma GCC visibility pop
