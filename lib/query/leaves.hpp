#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "query/diagnostics.hpp"
#include "query/token.hpp"

namespace kb::query {

/// Edits of "word~2", and words that may stand between those of "a b"~5; more are taken as this.
inline constexpr unsigned max_distance = 2;
inline constexpr unsigned max_slop = 1000;

/// Turns a word or a quotation, with the field that it is looked for in, into nodes.
class Leaves {
  public:
    /// `words_left`: how many words more than one an operand that means nothing else may become,
    /// over all operands.
    Leaves(std::string_view text, Timestamp now, std::size_t words_left, Diagnostics& diagnostics)
        : text_(text), now_(now), words_left_(words_left), diagnostics_(diagnostics) {}

    /// One node, or, for what means nothing as it stands and is searched as words, one or more
    /// Word nodes. `begin` is where the operand begins, its field included.
    std::vector<ast::Node> build(const Token& token, const QueryField& field, std::size_t begin);

    /// The weight of a suffix such as that of a parenthesis; 1 if it has none or no valid one.
    double weight(Span suffix);

  private:
    std::vector<ast::Node> build_words(const Token& token, ast::Field field, Span span);
    ast::Node build_phrase(const Token& token, ast::Field field, Span span);
    std::vector<ast::Node> build_filter(const Token& token, ast::FilterField field, Span span);
    std::vector<ast::Node> build_numbers(const Token& token, ast::NumberField field, Span span);
    std::vector<ast::Node> build_dates(const Token& token, DateUse use, Span span);
    std::vector<ast::Node> build_range_error(const Token& token, RangeError error, Span span,
                                             std::string_view what, std::string_view forms);
    std::vector<ast::Node> plain_words(Span span, ast::Field field, double weight = 1);

    std::string_view slice(Span span) const {
        return text_.substr(span.begin, span.end - span.begin);
    }
    bool names_quotation(Span run) const;
    double take_weights(std::string_view& run);
    double checked_weight(std::string_view number);
    unsigned checked_distance(std::string_view digits);
    unsigned checked_slop(std::string_view digits);
    Span span_of(std::string_view piece) const;

    std::string_view text_;
    Timestamp now_;
    std::size_t words_left_;
    Diagnostics& diagnostics_;
};

}  // namespace kb::query
