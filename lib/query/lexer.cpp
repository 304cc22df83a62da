#include "query/lexer.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "query/characters.hpp"
#include "query/suffix.hpp"

namespace kb::query {
namespace {

constexpr bool is_sign(char c) {
    return c == '+' || c == '-';
}

constexpr bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Identifiers and values of these fields are addresses, full of any punctuation.
bool takes_address(const QueryField& field) {
    const auto* filter = std::get_if<ast::FilterField>(&field);
    return filter && (*filter == ast::FilterField::id || *filter == ast::FilterField::parent);
}

std::optional<TokenType> operator_type(std::string_view run) {
    if (run == "AND") return TokenType::op_and;
    if (run == "OR") return TokenType::op_or;
    if (run == "NOT") return TokenType::op_not;
    return std::nullopt;
}

class Lexer {
  public:
    Lexer(std::string_view text, Diagnostics& diagnostics)
        : text_(text), diagnostics_(diagnostics) {}

    std::vector<Token> run() &&;

  private:
    struct FieldName {
        QueryField field;
        Span span;  // without the colon
    };

    void next();
    void lex_close();
    void lex_run();
    void lex_sign(std::size_t end);
    bool lex_field(std::size_t end);
    bool lex_quotation(const FieldName* field);
    void lex_value_run(const FieldName& field);

    CharacterClass class_at(std::size_t position) const {
        return character_at(text_, position).type;
    }
    // Where the run of characters that are no boundary ends.
    std::size_t run_end(std::size_t begin) const;
    // Where an address ends: at white space, or at the ')' that closes an open list.
    std::size_t address_end(std::size_t begin) const;
    std::size_t closing_quote(std::size_t begin, bool ascii, bool escaped) const;
    bool is_lone_star(std::size_t begin, std::size_t end) const;
    bool starts_group(std::size_t position) const;
    std::string_view slice(std::size_t begin, std::size_t end) const {
        return text_.substr(begin, end - begin);
    }

    void emit(TokenType type, std::size_t begin, std::size_t end);
    void emit_field(const FieldName& field, std::size_t end);
    void emit_field_as_word(const FieldName& field);
    void diagnose_nothing_after(const FieldName& field);
    void attach_suffix(bool with_distance);
    void drop_sign();
    void drop_dangling();

    std::string_view text_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    std::size_t depth_ = 0;    // of parentheses
    bool attached_ = false;    // something that is no space, sign or '(' stands directly before
    bool after_sign_ = false;  // a sign stands directly before
};

std::vector<Token> Lexer::run() && {
    while (position_ < text_.size()) {
        if (tokens_.size() >= max_tokens) {
            diagnostics_.add({position_, text_.size()}, "query too long",
                             "the rest is not searched");
            drop_dangling();
            break;
        }
        next();
    }
    return std::move(tokens_);
}

void Lexer::next() {
    const Character c = character_at(text_, position_);
    switch (c.type) {
        case CharacterClass::space:
            position_ += c.length;
            attached_ = after_sign_ = false;
            break;
        case CharacterClass::quote:
            lex_quotation(nullptr);
            break;
        case CharacterClass::open:
            emit(TokenType::open, position_, position_ + 1);
            attached_ = false;
            ++depth_;
            break;
        case CharacterClass::close:
            lex_close();
            break;
        case CharacterClass::word:
        case CharacterClass::punctuation:
            lex_run();
            break;
    }
}

void Lexer::lex_close() {
    emit(TokenType::close, position_, position_ + 1);
    attach_suffix(false);
    if (depth_ > 0) --depth_;
}

void Lexer::lex_run() {
    const std::size_t end = run_end(position_);
    if (attached_) {  // "a"-b: a hyphen, not a sign
        while (position_ < end && is_sign(text_[position_]))
            ++position_;
    } else if (is_sign(text_[position_]) && !after_sign_) {
        lex_sign(end);
        return;
    }
    const std::string_view run = slice(position_, end);
    if (const auto type = operator_type(run); type && !after_sign_) {
        emit(*type, position_, end);
    } else if (lex_field(end)) {
        return;
    } else if (has_word_character(run) || is_lone_star(position_, end)) {
        emit(TokenType::word, position_, end);
    }
    position_ = end;
    attached_ = true;
    after_sign_ = false;
}

// At '+' or '-' before which nothing is attached: a sign if an operand follows directly, else a
// word ("--as-of") or nothing ("->").
void Lexer::lex_sign(std::size_t end) {
    const std::size_t next = position_ + 1;
    const bool doubled = next < end && is_sign(text_[next]);
    const bool operand = has_word_character(slice(next, end)) || is_lone_star(next, end) ||
                         (next == end && starts_group(end));
    if (operand && !doubled) {
        emit(text_[position_] == '+' ? TokenType::plus : TokenType::minus, position_, next);
        attached_ = false;
        after_sign_ = true;
        return;
    }
    if (operand) emit(TokenType::word, position_, end);
    position_ = end;
    attached_ = true;
}

// Takes "name:" and its value, if the run that ends at `end` begins so.
bool Lexer::lex_field(std::size_t end) {
    std::size_t colon = position_;
    while (colon < end && is_name_character(text_[colon]))
        ++colon;
    if (colon == end || text_[colon] != ':') return false;
    const std::optional<QueryField> found = find_query_field(slice(position_, colon));
    if (!found) return false;
    const std::string_view rest = slice(colon + 1, end);
    if (rest.substr(0, 1) == ":" || rest.substr(0, 2) == "//") return false;  // text::first, id://

    const FieldName field{*found, {position_, colon}};
    position_ = colon + 1;
    const CharacterClass value =
        position_ < text_.size() ? class_at(position_) : CharacterClass::space;
    if (value == CharacterClass::open) {
        emit_field(field, position_);
    } else if (value == CharacterClass::quote) {
        if (!lex_quotation(&field)) emit_field_as_word(field);
    } else if (value == CharacterClass::space || value == CharacterClass::close) {
        diagnose_nothing_after(field);
        drop_sign();
        emit_field_as_word(field);
    } else {
        lex_value_run(field);
    }
    return true;
}

void Lexer::lex_value_run(const FieldName& field) {
    const std::size_t end =
        takes_address(field.field) ? address_end(position_) : run_end(position_);
    emit_field(field, position_);
    emit(TokenType::word, position_, end);
}

// At a quote: takes the quotation, with the field before it. Without a closing quote, or with
// nothing between the quotes, only the quotes are taken and the answer is false.
bool Lexer::lex_quotation(const FieldName* field) {
    const std::size_t begin = position_;
    const bool filter = field && std::holds_alternative<ast::FilterField>(field->field);
    const bool ascii = text_[begin] == '"';
    const std::size_t inner = begin + character_at(text_, begin).length;
    const std::size_t close = closing_quote(inner, ascii, filter && ascii);
    const auto give_up = [&](std::size_t position) {
        drop_sign();
        position_ = position;
        attached_ = true;
        after_sign_ = false;
        return false;
    };
    if (close == std::string_view::npos) {
        diagnostics_.add({begin, text_.size()}, "unclosed quote", "searched as words");
        return give_up(inner);
    }
    const std::size_t end = close + character_at(text_, close).length;
    const std::string_view content = slice(inner, close);
    const bool blank = filter ? with_plain_spaces(content).empty() : !has_word_character(content);
    if (blank) {
        if (field) diagnose_nothing_after(*field);
        return give_up(end);
    }

    if (field) emit_field(*field, begin);
    emit(TokenType::quoted, begin, end);
    tokens_.back().content = {inner, close};
    tokens_.back().escaped = filter && ascii;
    attach_suffix(true);
    return true;
}

std::size_t Lexer::run_end(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size()) {
        const Character c = character_at(text_, end);
        if (is_boundary(c.type)) break;
        end += c.length;
    }
    return end;
}

std::size_t Lexer::address_end(std::size_t begin) const {
    std::size_t end = begin;
    std::size_t open = 0;
    while (end < text_.size()) {
        const Character c = character_at(text_, end);
        if (c.type == CharacterClass::space) break;
        if (c.type == CharacterClass::open) ++open;
        if (c.type == CharacterClass::close) {
            if (open == 0 && depth_ > 0) break;
            if (open > 0) --open;
        }
        end += c.length;
    }
    return end;
}

// '"' is closed by '"', so that it may hold typographic quotes; those are closed by any quote.
std::size_t Lexer::closing_quote(std::size_t begin, bool ascii, bool escaped) const {
    for (std::size_t i = begin; i < text_.size();) {
        if (escaped && text_[i] == '\\' && i + 1 < text_.size() &&
            (text_[i + 1] == '"' || text_[i + 1] == '\\')) {
            i += 2;
            continue;
        }
        const Character c = character_at(text_, i);
        if (c.type == CharacterClass::quote && (!ascii || text_[i] == '"')) return i;
        i += c.length;
    }
    return std::string_view::npos;
}

// "*" by itself: every document.
bool Lexer::is_lone_star(std::size_t begin, std::size_t end) const {
    return slice(begin, end) == "*" && !attached_ && !starts_group(end);
}

bool Lexer::starts_group(std::size_t position) const {
    if (position >= text_.size()) return false;
    const CharacterClass type = class_at(position);
    return type == CharacterClass::open || type == CharacterClass::quote;
}

void Lexer::emit(TokenType type, std::size_t begin, std::size_t end) {
    tokens_.push_back({.type = type, .span = {begin, end}, .content = {begin, end}});
    position_ = end;
    attached_ = true;
    after_sign_ = false;
}

void Lexer::emit_field(const FieldName& field, std::size_t end) {
    emit(TokenType::field, field.span.begin, end);
    tokens_.back().content = field.span;
    tokens_.back().field = field.field;
    attached_ = false;
}

void Lexer::emit_field_as_word(const FieldName& field) {
    const std::size_t position = position_;
    emit(TokenType::word, field.span.begin, field.span.end);
    position_ = position;
}

void Lexer::diagnose_nothing_after(const FieldName& field) {
    const Span span{field.span.begin, field.span.end + 1};
    diagnostics_.add(span, "nothing after " + quoted_fragment(slice(span.begin, span.end)),
                     "searched as a word");
}

// After a quotation or ')': takes the whole run that follows if it reads "~5", "^2" or "~5^2".
void Lexer::attach_suffix(bool with_distance) {
    const std::size_t begin = position_;
    if (begin == text_.size() || (text_[begin] != '~' && text_[begin] != '^')) return;
    const std::size_t end = run_end(begin);
    std::string_view rest = slice(begin, end);
    take_weight(rest);
    if (with_distance) take_distance(rest);
    if (!rest.empty()) return;
    tokens_.back().suffix = {begin, end};
    position_ = end;
}

// The sign before something that turned out to be no operand.
void Lexer::drop_sign() {
    if (after_sign_) tokens_.pop_back();
}

// The field and the sign whose operand is not read any more.
void Lexer::drop_dangling() {
    const auto dangles = [](TokenType type) {
        return type == TokenType::field || type == TokenType::plus || type == TokenType::minus;
    };
    while (!tokens_.empty() && dangles(tokens_.back().type))
        tokens_.pop_back();
}

}  // namespace

std::vector<Token> tokenize(std::string_view text, Diagnostics& diagnostics) {
    return Lexer(text, diagnostics).run();
}

}  // namespace kb::query
