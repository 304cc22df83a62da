#include "query/repair.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kb::query {
namespace {

bool is_sign(TokenType type) {
    return type == TokenType::plus || type == TokenType::minus;
}
bool is_binary(TokenType type) {
    return type == TokenType::op_and || type == TokenType::op_or;
}
bool is_operator(TokenType type) {
    return is_binary(type) || type == TokenType::op_not;
}
bool is_leaf(TokenType type) {
    return type == TokenType::word || type == TokenType::quoted;
}
bool starts_primary(TokenType type) {
    return is_leaf(type) || type == TokenType::field || type == TokenType::open;
}

// Takes out the parentheses that cannot be used.
class Parentheses {
  public:
    Parentheses(std::vector<Token>& tokens, Diagnostics& diagnostics)
        : tokens_(tokens), diagnostics_(diagnostics) {}

    void repair() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const TokenType type = tokens_[i].type;
            if (type == TokenType::open) open(i);
            if (type == TokenType::close) close(i);
            if (is_leaf(type) || is_operator(type)) ++content_;
        }
        for (const Opened& opened : stack_) {
            if (opened.taken) drop_unmatched(opened.token);
        }
        std::erase_if(tokens_, [](const Token& t) { return t.type == TokenType::dropped; });
    }

  private:
    struct Opened {
        std::size_t token;
        std::size_t content_before;
        bool taken;
    };

    void open(std::size_t token) {
        const bool taken = stack_.size() < max_nesting;
        stack_.push_back({token, content_, taken});
        if (taken) return;
        if (!too_deep_) {
            diagnostics_.add(tokens_[token].span, "parenthesis nested too deeply",
                             "ignored (at most " + std::to_string(max_nesting) + " levels)");
        }
        too_deep_ = true;
        drop_open(token);
    }

    void close(std::size_t token) {
        if (stack_.empty()) {
            drop_unmatched(token);
            return;
        }
        const Opened opened = stack_.back();
        stack_.pop_back();
        const bool empty = content_ == opened.content_before;
        if (opened.taken && !empty) return;
        tokens_[token].type = TokenType::dropped;
        if (!opened.taken) return;
        if (opened.token > 0 && tokens_[opened.token - 1].type == TokenType::field) {
            diagnostics_.add({tokens_[opened.token].span.begin, tokens_[token].span.end},
                             "empty parentheses", "the field is searched as a word");
        }
        drop_open(opened.token);
    }

    void drop_unmatched(std::size_t token) {
        const bool is_open = tokens_[token].type == TokenType::open;
        diagnostics_.add(tokens_[token].span, is_open ? "unmatched \"(\"" : "unmatched \")\"",
                         "ignored");
        if (is_open) {
            drop_open(token);
        } else {
            tokens_[token].type = TokenType::dropped;
        }
    }

    // A field before it becomes a word; a sign before it goes with it.
    void drop_open(std::size_t token) {
        tokens_[token].type = TokenType::dropped;
        std::size_t before = token;
        if (before > 0 && tokens_[before - 1].type == TokenType::field) {
            --before;
            Token& field = tokens_[before];
            field.type = TokenType::word;
            field.span = field.content;
            ++content_;
        }
        if (before > 0 && is_sign(tokens_[before - 1].type)) {
            tokens_[before - 1].type = TokenType::dropped;
        }
    }

    std::vector<Token>& tokens_;
    Diagnostics& diagnostics_;
    std::vector<Opened> stack_;
    std::size_t content_ = 0;  // tokens so far that parentheses may hold
    bool too_deep_ = false;
};

// Whether the operator at `index` has its operands. They are looked for in the text as typed: a
// stray operator is none, although it becomes a word.
bool has_operands(const std::vector<Token>& tokens, std::size_t index, TokenType before) {
    const auto type_at = [&](std::size_t i) {
        return i < tokens.size() ? tokens[i].type : TokenType::close;
    };
    const TokenType next = type_at(index + 1);
    if (tokens[index].type == TokenType::op_not) return starts_primary(next);
    const bool left = is_leaf(before) || before == TokenType::close;
    const bool right = starts_primary(next) || is_sign(next) ||
                       (next == TokenType::op_not && starts_primary(type_at(index + 2)));
    return left && right;
}

void repair_operators(std::vector<Token>& tokens, std::string_view text, Diagnostics& diagnostics) {
    TokenType before = TokenType::open;  // as typed
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const TokenType type = tokens[i].type;
        if (is_operator(type) && !has_operands(tokens, i, before)) {
            const Span span = tokens[i].span;
            diagnostics.add(span,
                            "stray " + std::string(text.substr(span.begin, span.end - span.begin)),
                            "searched as a word");
            tokens[i].type = TokenType::word;
        }
        before = type;
    }
}

// Cuts after the last operand allowed, and closes what is then open.
std::size_t limit_operands(std::vector<Token>& tokens, std::string_view text,
                           Diagnostics& diagnostics) {
    std::size_t operands = 0;
    const auto over = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) {
        return is_leaf(token.type) && ++operands > max_operands;
    });
    if (over == tokens.end()) return operands;

    diagnostics.add({over->span.begin, text.size()},
                    "more than " + std::to_string(max_operands) + " words",
                    "the rest is not searched");
    tokens.erase(over, tokens.end());
    while (!is_leaf(tokens.back().type) && tokens.back().type != TokenType::close) {
        tokens.pop_back();
    }
    const auto count = [&](TokenType wanted) {
        return std::count_if(tokens.begin(), tokens.end(),
                             [wanted](const Token& token) { return token.type == wanted; });
    };
    const auto unclosed = count(TokenType::open) - count(TokenType::close);
    const std::size_t end = tokens.back().span.end;
    for (auto i = unclosed; i > 0; --i) {
        tokens.push_back({.type = TokenType::close, .span = {end, end}, .content = {end, end}});
    }
    return max_operands;
}

}  // namespace

Repaired repair(std::vector<Token> tokens, std::string_view text, Diagnostics& diagnostics) {
    Parentheses(tokens, diagnostics).repair();
    repair_operators(tokens, text, diagnostics);
    const std::size_t operands = limit_operands(tokens, text, diagnostics);
    return {std::move(tokens), operands};
}

}  // namespace kb::query
