#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kb/query.hpp"
#include "query/characters.hpp"
#include "query/dates.hpp"
#include "query/field_names.hpp"
#include "query/numbers.hpp"
#include "query/suffix.hpp"

namespace kb {
namespace query {
namespace {

using ast::Clause;
using ast::Group;
using ast::Node;
using ast::Occur;

// Where a node is written; later ones bind tighter.
enum class Place : std::uint8_t { list, or_operand, and_operand, signed_operand };

std::string with_field(ast::Field field, std::string_view text) {
    std::string result(field_name(field));
    if (!result.empty()) result += ':';
    return result.append(text);
}

// A value that can stand without quotes.
bool is_bare(std::string_view value) {
    if (value.empty() || value.substr(0, 1) == ":" || value.substr(0, 2) == "//") return false;
    for (std::size_t position = 0; position < value.size();) {
        const Character c = character_at(value, position);
        if (is_boundary(c.type)) return false;
        position += c.length;
    }
    return true;
}

std::string in_quotes(std::string_view value) {
    std::string result = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

bool is_exclusion(const Group& group) {
    return group.clauses.size() == 1 && group.clauses.front().occur == Occur::must_not;
}

class Printer {
  public:
    void print_root(const Node& node) {
        if (node.weight == 1) {
            print_unweighted(node);
        } else {
            print(node, Place::list);
        }
    }

    std::string take() { return std::move(out_); }

  private:
    // As the whole of a list.
    void print_unweighted(const Node& node) {
        if (const auto* group = std::get_if<Group>(&node.value)) {
            print_clauses(*group);
        } else {
            std::visit([&](const auto& value) { print_value(value, Place::list); }, node.value);
        }
    }

    void print(const Node& node, Place place) {
        if (node.weight == 1 || takes_weight(node)) {
            std::visit([&](const auto& value) { print_value(value, place); }, node.value);
        } else {
            out_ += '(';
            print_unweighted(node);
            out_ += ')';
        }
        if (node.weight != 1) (out_ += '^') += weight_text(node.weight);
    }

    static bool takes_weight(const Node& node) {
        return std::holds_alternative<ast::Word>(node.value) ||
               std::holds_alternative<ast::Phrase>(node.value) ||
               std::holds_alternative<ast::Prefix>(node.value) ||
               std::holds_alternative<ast::Fuzzy>(node.value);
    }

    void print_value(const ast::All&, Place) { out_ += '*'; }
    void print_value(const ast::Word& word, Place) { out_ += with_field(word.field, word.text); }
    void print_value(const ast::Phrase& phrase, Place) {
        out_ += with_field(phrase.field, "\"" + phrase.text + "\"");
        if (phrase.slop > 0) (out_ += '~') += std::to_string(phrase.slop);
    }
    void print_value(const ast::Prefix& prefix, Place) {
        out_ += with_field(prefix.field, prefix.text) + "*";
    }
    void print_value(const ast::Fuzzy& fuzzy, Place) {
        out_ += with_field(fuzzy.field, fuzzy.text) + "~" + std::to_string(fuzzy.distance);
    }
    void print_value(const ast::Filter& filter, Place) {
        out_.append(field_name(filter.field)) += ':';
        out_ += is_bare(filter.value) ? filter.value : in_quotes(filter.value);
    }
    void print_value(const ast::DateRange& range, Place) { out_ += to_query_text(range); }
    void print_value(const ast::NumberRange& range, Place) { out_ += to_query_text(range); }

    void print_value(const ast::And& node, Place place) {
        print_operation(node.operands, " AND ", Place::and_operand, place);
    }
    void print_value(const ast::Or& node, Place place) {
        print_operation(node.operands, " OR ", Place::or_operand, place);
    }
    void print_operation(const std::vector<Node>& operands, std::string_view joint, Place inner,
                         Place outer) {
        const bool parentheses = outer >= inner;
        if (parentheses) out_ += '(';
        bool first = true;
        for (const Node& operand : operands) {
            if (!first) out_ += joint;
            first = false;
            print(operand, inner);
        }
        if (parentheses) out_ += ')';
    }

    void print_value(const Group& group, Place place) {
        if (is_exclusion(group) && (place == Place::or_operand || place == Place::and_operand)) {
            out_ += "NOT ";
            print_signed(group.clauses.front().node);
            return;
        }
        out_ += '(';
        print_clauses(group);
        out_ += ')';
    }

    void print_clauses(const Group& group) {
        bool first = true;
        for (const Clause& clause : group.clauses) {
            if (!first) out_ += ' ';
            first = false;
            if (clause.occur == Occur::should) {
                print(clause.node, Place::list);
            } else {
                out_ += clause.occur == Occur::must ? '+' : '-';
                print_signed(clause.node);
            }
        }
    }

    // After a sign, a word that itself begins with one ("--as-of") needs parentheses.
    void print_signed(const Node& node) {
        const std::size_t begin = out_.size();
        print(node, Place::signed_operand);
        if (out_.size() > begin && (out_[begin] == '+' || out_[begin] == '-')) {
            out_.insert(begin, 1, '(');
            out_ += ')';
        }
    }

    std::string out_;
};

}  // namespace
}  // namespace query

std::string to_string(const ast::Node& node) {
    query::Printer printer;
    printer.print_root(node);
    return printer.take();
}

}  // namespace kb
