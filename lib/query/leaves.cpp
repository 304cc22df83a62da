#include "query/leaves.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "document/ascii.hpp"
#include "query/characters.hpp"
#include "query/dates.hpp"
#include "query/numbers.hpp"
#include "query/suffix.hpp"

namespace kb::query {
namespace {

constexpr std::size_t min_prefix = 2;
constexpr std::string_view date_forms =
    "forms: 2023, 2023-11, 2023-11-27, 2023-11-27T14:05:00Z, 2023-11-01..2023-11-30, 7d 2w 3m 1y";
constexpr std::string_view number_forms = "forms: 100, >=100, <100, 10..50";

constexpr bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The length of the "name" of "name:…"; 0 if the run does not begin so.
std::size_t name_length(std::string_view run) {
    if (!is_ascii_letter(run.front())) return 0;
    const auto end = std::find_if_not(run.begin(), run.end(), [](char c) {
        return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return end != run.end() && *end == ':' ? static_cast<std::size_t>(end - run.begin()) : 0;
}

// "foo:bar", but not an address ("https://…", "C:\…"), a qualified name ("std::vector"), a time
// ("12:30") or a word before a colon ("Note:").
bool looks_like_field(std::string_view run) {
    const std::size_t name = name_length(run);
    if (name == 0 || name + 1 == run.size()) return false;
    return std::string_view(":/\\").find(run[name + 1]) == std::string_view::npos;
}

// "Note:" without its colon, after which a suffix would read as a value.
std::string_view without_colon(std::string_view run) {
    const std::size_t name = name_length(run);
    return name > 0 && name + 1 == run.size() ? run.substr(0, name) : run;
}

// After "title:", "::" and "//" would make the name part of an address.
std::string_view without_address_marks(std::string_view run) {
    if (run.substr(0, 1) != ":" && run.substr(0, 2) != "//") return run;
    return run.substr(std::min(run.find_first_not_of(":/"), run.size()));
}

// An operator that is a word is written small, so that it stays one.
std::string word_text(std::string_view run, ast::Field field) {
    if (field == ast::Field::any) {
        if (run == "AND") return "and";
        if (run == "OR") return "or";
        if (run == "NOT") return "not";
    }
    return std::string(run);
}

std::string unescaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        if (escape) ++i;
        result += text[i];
    }
    return result;
}

// What a filter, a date or a number is given.
std::string value_text(const Token& token, std::string_view content) {
    if (token.type != TokenType::quoted) return std::string(content);
    return with_plain_spaces(token.escaped ? unescaped(content) : std::string(content));
}

std::vector<ast::Node> one(ast::Node node) {
    std::vector<ast::Node> result;
    result.push_back(std::move(node));
    return result;
}

}  // namespace

std::vector<ast::Node> Leaves::build(const Token& token, const QueryField& field,
                                     std::size_t begin) {
    const Span span{begin, std::max(token.span.end, token.suffix.end)};
    const bool given_to_field = begin < token.span.begin;
    if (!given_to_field && token.type == TokenType::word && slice(token.span) == "*") {
        return one({ast::All{}, 1, span});
    }
    if (const auto* words = std::get_if<ast::Field>(&field)) {
        if (token.type == TokenType::quoted) return one(build_phrase(token, *words, span));
        return build_words(token, *words, span);
    }
    if (const auto* filter = std::get_if<ast::FilterField>(&field)) {
        return build_filter(token, *filter, span);
    }
    if (const auto* number = std::get_if<ast::NumberField>(&field)) {
        return build_numbers(token, *number, span);
    }
    return build_dates(token, std::get<DateUse>(field), span);
}

std::vector<ast::Node> Leaves::build_words(const Token& token, ast::Field field, Span span) {
    std::string_view run = slice(token.span);
    if (!has_word_character(run)) {  // title:???
        diagnostics_.add(token.span, "no word in " + quoted_fragment(run), "ignored");
        return plain_words(span, ast::Field::any);
    }
    if (field == ast::Field::any && (looks_like_field(run) || names_quotation(token.span))) {
        diagnostics_.add(token.span,
                         "unknown field " + quoted_fragment(run.substr(0, run.find(':'))),
                         "searched as words (fields: " + query_field_list() + ")");
        return plain_words(span, field);
    }
    run = field == ast::Field::any ? without_colon(run) : without_address_marks(run);

    const double weight = take_weights(run);
    if (run.back() == '*' && run.front() != '*') {
        const std::string_view stem = run.substr(0, run.find_last_not_of('*') + 1);
        if (count_word_characters(stem, min_prefix) == min_prefix) {
            return one({ast::Prefix{field, std::string(stem)}, weight, span});
        }
        diagnostics_.add(token.span, "prefix " + quoted_fragment(run),
                         "searched as a word (at least two characters before the star)");
        return plain_words(span_of(stem), field, weight);
    }
    std::string_view stem = run;
    const std::optional<std::string_view> distance = take_distance(stem);
    if (distance && has_word_character(stem)) {
        return one(
            {ast::Fuzzy{field, std::string(stem), checked_distance(*distance)}, weight, span});
    }
    return one({ast::Word{field, word_text(run, field)}, weight, span});
}

// foo:"…" and foo:(…)
bool Leaves::names_quotation(Span run) const {
    const std::size_t name = name_length(slice(run));
    if (name == 0 || run.begin + name + 1 != run.end || run.end == text_.size()) return false;
    const CharacterClass next = character_at(text_, run.end).type;
    return next == CharacterClass::quote || next == CharacterClass::open;
}

ast::Node Leaves::build_phrase(const Token& token, ast::Field field, Span span) {
    std::string_view suffix = slice(token.suffix);
    const std::optional<std::string_view> number = take_weight(suffix);
    const std::optional<std::string_view> distance = take_distance(suffix);
    ast::Phrase phrase{field, with_single_spaces(slice(token.content)),
                       distance ? checked_slop(*distance) : 0};
    return {std::move(phrase), number ? checked_weight(*number) : 1, span};
}

std::vector<ast::Node> Leaves::build_filter(const Token& token, ast::FilterField field, Span span) {
    std::string value = value_text(token, slice(token.content));
    if (field == ast::FilterField::kind) {
        value = ascii_lowered(std::move(value));
        if (!parse_kind(value)) {
            diagnostics_.add(span, "unknown kind " + quoted_fragment(value),
                             "searched as words (kinds: " + kind_list() + ")");
            return plain_words(span, ast::Field::any);
        }
    }
    if (field == ast::FilterField::site && value.find("://") != std::string::npos) {
        const std::string host = url_host(value);
        if (!host.empty()) value = host;
    }
    return one({ast::Filter{field, std::move(value)}, weight(token.suffix), span});
}

std::vector<ast::Node> Leaves::build_numbers(const Token& token, ast::NumberField field,
                                             Span span) {
    const auto range = parse_number_range(field, value_text(token, slice(token.content)));
    if (const auto* error = std::get_if<RangeError>(&range)) {
        return build_range_error(token, *error, span, "number ", number_forms);
    }
    return one({std::get<ast::NumberRange>(range), weight(token.suffix), span});
}

std::vector<ast::Node> Leaves::build_dates(const Token& token, DateUse use, Span span) {
    const auto range = parse_date_range(use, value_text(token, slice(token.content)), now_);
    if (const auto* error = std::get_if<RangeError>(&range)) {
        return build_range_error(token, *error, span, "date ", date_forms);
    }
    return one({std::get<ast::DateRange>(range), weight(token.suffix), span});
}

std::vector<ast::Node> Leaves::build_range_error(const Token& token, RangeError error, Span span,
                                                 std::string_view what, std::string_view forms) {
    const std::string value = quoted_fragment(slice(token.content));
    if (error == RangeError::empty) {
        diagnostics_.add(token.span, "empty range " + value, "searched as words");
    } else {
        diagnostics_.add(token.span, std::string(what) + value + " not understood",
                         "searched as words (" + std::string(forms) + ")");
    }
    return plain_words(span, ast::Field::any);
}

// The words in `span`, free of anything that would mean more than a word when it is read again.
std::vector<ast::Node> Leaves::plain_words(Span span, ast::Field field, double weight) {
    std::vector<ast::Node> words;
    const auto take_piece = [&](std::size_t begin, std::size_t end) {
        std::string_view piece = slice({begin, end});
        piece.remove_prefix(std::min(piece.find_first_not_of("+-"), piece.size()));
        if (field != ast::Field::any) piece = without_address_marks(piece);
        if (!has_word_character(piece)) return;
        if (!words.empty()) {
            if (words_left_ == 0) return;
            --words_left_;
        }
        words.push_back({ast::Word{field, word_text(piece, field)}, weight, span_of(piece)});
    };
    std::size_t begin = span.begin;
    std::size_t position = span.begin;
    while (position < span.end) {
        const Character c = character_at(text_, position);
        const bool special =
            std::string_view("*~^:").find(text_[position]) != std::string_view::npos;
        if (is_boundary(c.type) || special) {
            take_piece(begin, position);
            begin = position + c.length;
        }
        position += c.length;
    }
    take_piece(begin, span.end);
    return words;
}

double Leaves::weight(Span suffix) {
    std::string_view text = slice(suffix);
    const std::optional<std::string_view> number = take_weight(text);
    if (!text.empty()) {
        diagnostics_.add(suffix, "distance " + quoted_fragment(text), "ignored (for phrases only)");
    }
    return number ? checked_weight(*number) : 1;
}

// Cuts every "^number" off the end of a run; the last valid one counts.
double Leaves::take_weights(std::string_view& run) {
    std::optional<double> weight;
    std::size_t first_word = 0;  // looked for once: a run may end in very many weights
    while (character_at(run, first_word).type != CharacterClass::word) {
        first_word += character_at(run, first_word).length;
    }
    while (true) {
        std::string_view rest = run;
        const std::optional<std::string_view> number = take_weight(rest);
        if (!number || rest.size() <= first_word) return weight.value_or(1);
        run = rest;
        const std::optional<double> valid = parse_weight(*number);
        if (!valid) {
            checked_weight(*number);
        } else if (!weight) {
            weight = valid;
        }
    }
}

double Leaves::checked_weight(std::string_view number) {
    const std::optional<double> weight = parse_weight(number);
    if (!weight) {
        diagnostics_.add(span_of(number), "weight " + quoted_fragment(number),
                         "ignored (more than 0, at most 1000)");
    }
    return weight.value_or(1);
}

unsigned Leaves::checked_distance(std::string_view digits) {
    if (digits.empty()) return 1;
    const unsigned distance = clamped_number(digits, max_distance + 1);
    if (distance >= 1 && distance <= max_distance) return distance;
    const unsigned nearest = distance == 0 ? 1 : max_distance;
    diagnostics_.add(span_of(digits), "edit distance " + quoted_fragment(digits),
                     "taken as " + std::to_string(nearest));
    return nearest;
}

unsigned Leaves::checked_slop(std::string_view digits) {
    if (digits.empty()) {
        diagnostics_.add(span_of(digits), "no number after \"~\"", "ignored");
        return 0;
    }
    const unsigned slop = clamped_number(digits, max_slop + 1);
    if (slop <= max_slop) return slop;
    diagnostics_.add(span_of(digits), "distance " + quoted_fragment(digits),
                     "taken as " + std::to_string(max_slop));
    return max_slop;
}

Span Leaves::span_of(std::string_view piece) const {
    const auto begin = static_cast<std::size_t>(piece.data() - text_.data());
    return {begin, begin + piece.size()};
}

}  // namespace kb::query
