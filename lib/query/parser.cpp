#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kb/query.hpp"
#include "query/characters.hpp"
#include "query/diagnostics.hpp"
#include "query/leaves.hpp"
#include "query/lexer.hpp"
#include "query/repair.hpp"
#include "query/simplify.hpp"

namespace kb {
namespace query {
namespace {

using ast::Clause;
using ast::Group;
using ast::Node;
using ast::Occur;

// An operand with its sign: one node, or the words that an operand became which means nothing else.
struct Operand {
    Occur occur = Occur::should;
    std::vector<Node> nodes;
};

Span span_over(const std::vector<Node>& nodes) {
    return {nodes.front().span.begin, nodes.back().span.end};
}

// Words that stand for one excluded operand exclude together only, as what they were typed as.
Node as_phrase(std::vector<Node> words) {
    std::string text;
    ast::Field field = ast::Field::any;
    for (const Node& node : words) {
        const auto& word = std::get<ast::Word>(node.value);
        if (!text.empty()) text += ' ';
        text += word.text;
        field = word.field;
    }
    return {ast::Phrase{field, std::move(text), 0}, words.front().weight, span_over(words)};
}

// The operand of an AND or OR: exclusion becomes a group of its own; '+' adds nothing there.
Node as_node(Operand operand) {
    if (operand.occur == Occur::must_not) {
        Node node = operand.nodes.size() == 1 ? std::move(operand.nodes.front())
                                              : as_phrase(std::move(operand.nodes));
        const Span span = node.span;
        Group group;
        group.clauses.push_back({Occur::must_not, std::move(node)});
        return {std::move(group), 1, span};
    }
    if (operand.nodes.size() == 1) return std::move(operand.nodes.front());
    const Span span = span_over(operand.nodes);
    return {ast::And{std::move(operand.nodes)}, 1, span};
}

// Appends to the operands of an And or Or; one of the same sort dissolves in it.
template <class Operation>
void append_operand(std::vector<Node>& operands, Node node) {
    auto* same = node.weight == 1 ? std::get_if<Operation>(&node.value) : nullptr;
    if (!same) {
        operands.push_back(std::move(node));
        return;
    }
    std::move(same->operands.begin(), same->operands.end(), std::back_inserter(operands));
}

void append_clauses(Group& group, Operand operand) {
    if (operand.occur == Occur::must_not && operand.nodes.size() > 1) {
        group.clauses.push_back({Occur::must_not, as_phrase(std::move(operand.nodes))});
        return;
    }
    for (Node& node : operand.nodes)
        group.clauses.push_back({operand.occur, std::move(node)});
}

// Recursive descent over tokens that follow the grammar of repair.hpp. The depth of recursion is
// that of the parentheses.
class Parser {
  public:
    Parser(const std::vector<Token>& tokens, Leaves& leaves) : tokens_(tokens), leaves_(leaves) {}

    // list = clause { clause }
    Node parse_list(const QueryField& field) {
        Group group;
        while (!at_end() && !at(TokenType::close))
            append_clauses(group, parse_clause(field));
        const Span span = group.clauses.empty() ? Span{}
                                                : Span{group.clauses.front().node.span.begin,
                                                       group.clauses.back().node.span.end};
        return simplified({std::move(group), 1, span});
    }

  private:
    // clause = all { OR all }
    Operand parse_clause(const QueryField& field) {
        return parse_operation<ast::Or>(TokenType::op_or, [&] { return parse_all(field); });
    }

    // all = operand { AND operand }
    Operand parse_all(const QueryField& field) {
        return parse_operation<ast::And>(TokenType::op_and, [&] { return parse_operand(field); });
    }

    template <class Operation, class Parse>
    Operand parse_operation(TokenType joint, Parse parse) {
        Operand first = parse();
        if (!at(joint)) return first;
        std::vector<Node> operands;
        append_operand<Operation>(operands, as_node(std::move(first)));
        while (at(joint)) {
            ++next_;
            append_operand<Operation>(operands, as_node(parse()));
        }
        const Span span = span_over(operands);
        Operand result;
        result.nodes.push_back({Operation{std::move(operands)}, 1, span});
        return result;
    }

    // operand = [ NOT | plus | minus ] [ field ] ( word | quoted | open list close )
    Operand parse_operand(const QueryField& outer_field) {
        Operand operand;
        if (at(TokenType::plus)) operand.occur = Occur::must;
        if (at(TokenType::minus) || at(TokenType::op_not)) operand.occur = Occur::must_not;
        if (operand.occur != Occur::should) ++next_;
        const std::size_t begin = tokens_[next_].span.begin;
        const QueryField& field = at(TokenType::field) ? tokens_[next_++].field : outer_field;
        if (at(TokenType::open)) {
            operand.nodes.push_back(parse_parentheses(field, begin));
        } else {
            operand.nodes = leaves_.build(tokens_[next_++], field, begin);
        }
        return operand;
    }

    Node parse_parentheses(const QueryField& field, std::size_t begin) {
        ++next_;
        Node node = parse_list(field);
        const Token& close = tokens_[next_++];
        const Span span{begin, std::max(close.span.end, close.suffix.end)};
        return weighted(std::move(node), leaves_.weight(close.suffix), span);
    }

    bool at_end() const { return next_ == tokens_.size(); }
    bool at(TokenType type) const { return !at_end() && tokens_[next_].type == type; }

    const std::vector<Token>& tokens_;
    Leaves& leaves_;
    std::size_t next_ = 0;
};

bool is_blank(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        const Character c = character_at(text, position);
        if (c.type != CharacterClass::space) return false;
        position += c.length;
    }
    return true;
}

}  // namespace
}  // namespace query

Query parse_query(std::string_view text, const QueryOptions& options) {
    query::Diagnostics diagnostics;
    const auto [tokens, operands] =
        query::repair(query::tokenize(text, diagnostics), text, diagnostics);
    query::Leaves leaves(text, options.now, query::max_operands - operands, diagnostics);
    Query result;
    result.root = query::Parser(tokens, leaves).parse_list(ast::Field::any);
    if (tokens.empty() && !query::is_blank(text)) {
        diagnostics.add({0, text.size()}, "no word", "nothing to search for");
    }
    result.diagnostics = std::move(diagnostics).finish(text);
    return result;
}

}  // namespace kb
