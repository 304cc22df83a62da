#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kb/document.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// [begin, end): bytes of the query text.
struct Span {
    std::size_t begin = 0;  ///< of its first byte
    std::size_t end = 0;    ///< past its last byte

    bool operator==(const Span&) const = default;
};

/// Something in a query that does not mean what it looks like; the query runs all the same.
struct Diagnostic {
    Span span;            ///< what it is about
    std::string message;  ///< one line that names the column

    bool operator==(const Diagnostic&) const = default;
};

namespace ast {

/// Where a word is looked for.
enum class Field : std::uint8_t { any, title, text, author };
/// Exact-valued properties that select without scoring.
enum class FilterField : std::uint8_t { kind, source, tag, lang, site, id, parent };
enum class NumberField : std::uint8_t { points, comments };

struct Node;

/// Every document.
struct All {
    bool operator==(const All&) const = default;
};
/// One word as typed, punctuation inside kept; the analyzer decides what it consists of.
struct Word {
    Field field = Field::any;  ///< where to look
    std::string text;          ///< as typed
    bool operator==(const Word&) const = default;
};
/// Words in this order; with slop, within that many words of each other in any order.
struct Phrase {
    Field field = Field::any;  ///< where to look
    std::string text;          ///< as typed, words separated by spaces
    unsigned slop = 0;         ///< words; 0: in this order, side by side
    bool operator==(const Phrase&) const = default;
};
/// Words that begin so; at least two characters.
struct Prefix {
    Field field = Field::any;  ///< where to look
    std::string text;          ///< without the asterisk
    bool operator==(const Prefix&) const = default;
};
/// Words within an edit distance of 1 or 2.
struct Fuzzy {
    Field field = Field::any;  ///< where to look
    std::string text;          ///< without the tilde
    unsigned distance = 1;     ///< 1 or 2
    bool operator==(const Fuzzy&) const = default;
};
/// A property equals a value (compared folded, except for id and parent).
struct Filter {
    FilterField field = FilterField::kind;  ///< the property
    std::string value;                      ///< as typed
    bool operator==(const Filter&) const = default;
};
/// Published within [from, to); an open end is nullopt. Documents without a date never match.
struct DateRange {
    std::optional<Timestamp> from;  ///< the first moment in it
    std::optional<Timestamp> to;    ///< the first moment past it
    bool operator==(const DateRange&) const = default;
};
/// A number within [min, max]; an open end is nullopt. Documents without the number never match.
struct NumberRange {
    NumberField field = NumberField::points;  ///< the number
    std::optional<std::uint64_t> min;         ///< the least in it
    std::optional<std::uint64_t> max;         ///< the greatest in it
    bool operator==(const NumberRange&) const = default;
};
/// Every operand matches.
struct And {
    std::vector<Node> operands;  ///< at least two
    bool operator==(const And&) const;
};
/// At least one operand matches.
struct Or {
    std::vector<Node> operands;  ///< at least two
    bool operator==(const Or&) const;
};

enum class Occur : std::uint8_t {
    should,    ///< scored; at least one of these matches, unless something is required
    must,      ///< required
    must_not,  ///< excluded
};
struct Clause;
/// Operands side by side, as typed into a search box: `async orm +django -flask kind:article`.
/// Filters and ranges with Occur::should restrict, and so do And, Or and Group nodes that hold
/// nothing else: filters of one field and closed ranges of one field are alternatives, all else is
/// combined (so that `after:` and `before:` bound from both sides); with Occur::must each holds by
/// itself, and words beside it stay as needed as they were. With only exclusions, everything else
/// matches.
struct Group {
    std::vector<Clause> clauses;  ///< in the order in which they were typed
    bool operator==(const Group&) const;
};

/// A node of the query tree. A value: copying copies the tree.
struct Node {
    /// One of all sorts of node.
    using Value = std::variant<All, Word, Phrase, Prefix, Fuzzy, Filter, DateRange, NumberRange,
                               And, Or, Group>;
    Value value;          ///< which node it is
    double weight = 1.0;  ///< from `word^2`; at least 1e-6, at most 1000
    Span span = {};       ///< where it stands in the query; not part of equality

    /// Equal in what it asks for, wherever it stands.
    bool operator==(const Node& other) const {
        return weight == other.weight && value == other.value;
    }
};

/// An operand of a Group.
struct Clause {
    Occur occur = Occur::should;  ///< what it does to a document
    Node node;                    ///< what is looked for
    bool operator==(const Clause&) const = default;
};

}  // namespace ast

/// A query as understood.
struct Query {
    /// The tree; an empty Group if the text holds no word at all. One shape for one meaning: a
    /// Group of a single optional clause is that clause (`word` is a Word, `a OR b` an Or); And and
    /// Or hold no operand of their own sort unless it carries a weight; an excluded operand of And
    /// or Or is a Group of that one exclusion (`a AND NOT b`), a required one just the operand;
    /// `field:(…)` gives the field to what is inside; beside other clauses, filters combined within
    /// parentheses are clauses themselves (`x kind:(readme OR article)` is `x kind:readme
    /// kind:article`, `x tag:(a AND b)` is `x +tag:a +tag:b`).
    /// No other Group is empty. All text in it is valid UTF-8 without control characters.
    ast::Node root = {ast::Group{}};
    std::vector<Diagnostic> diagnostics;  ///< in the order of their spans
};

/// A field as a query spells it: `name:value`.
struct QueryFieldInfo {
    std::string_view name;         ///< before the colon
    std::string_view description;  ///< what it holds
    std::string_view example;      ///< a query
};
/// Every field that a query may name.
std::span<const QueryFieldInfo> query_fields() noexcept;

/// How a query is read.
struct QueryOptions {
    /// What `7d` counts back from.
    Timestamp now = {};
};

/// Reads a query. Any text at all is valid: what looks like syntax but is not is taken as words,
/// with a diagnostic that says where. At most 4096 operands and 64 levels of parentheses are taken
/// (with a diagnostic for the rest). Linear in the text. Thread-safe.
Query parse_query(std::string_view text, const QueryOptions& options);

/// The canonical text of a tree: parses back to an equal tree.
std::string to_string(const ast::Node& node);

}  // namespace kb
#pragma GCC visibility pop
