#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "kb/query.hpp"
#include "query/characters.hpp"
#include "random_query.hpp"

namespace {

const kb::QueryOptions options{.now = kb::Timestamp{std::chrono::seconds{1701266400}}};

bool lies_within(kb::Span span, std::string_view text) {
    return span.begin <= span.end && span.end <= text.size();
}

bool spans_lie_within(const kb::ast::Node& node, std::string_view text) {
    if (!lies_within(node.span, text)) return false;
    const auto all = [&](const auto& operands) {
        for (const kb::ast::Node& operand : operands) {
            if (!spans_lie_within(operand, text)) return false;
        }
        return true;
    };
    if (const auto* both = std::get_if<kb::ast::And>(&node.value)) return all(both->operands);
    if (const auto* either = std::get_if<kb::ast::Or>(&node.value)) return all(either->operands);
    if (const auto* group = std::get_if<kb::ast::Group>(&node.value)) {
        for (const kb::ast::Clause& clause : group->clauses) {
            if (!spans_lie_within(clause.node, text)) return false;
        }
    }
    return true;
}

// Valid UTF-8 without control characters, white space only as ' '.
bool is_clean(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        const kb::query::Character c = kb::query::character_at(text, position);
        if (c.type == kb::query::CharacterClass::space && text[position] != ' ') return false;
        position += c.length;
    }
    return true;
}

// The shape that query.hpp promises.
bool is_well_formed(const kb::ast::Node& node, bool root) {
    if (!(node.weight > 0 && node.weight <= 1000)) return false;
    const auto operation = [](const auto& operation_node) {
        using Operation = std::remove_cvref_t<decltype(operation_node)>;
        if (operation_node.operands.size() < 2) return false;
        for (const kb::ast::Node& operand : operation_node.operands) {
            if (!is_well_formed(operand, false)) return false;
            if (std::holds_alternative<Operation>(operand.value) && operand.weight == 1) {
                return false;
            }
        }
        return true;
    };
    if (const auto* both = std::get_if<kb::ast::And>(&node.value)) return operation(*both);
    if (const auto* either = std::get_if<kb::ast::Or>(&node.value)) return operation(*either);
    const auto* group = std::get_if<kb::ast::Group>(&node.value);
    if (!group) return true;
    if (group->clauses.empty()) return root;
    const bool single =
        group->clauses.size() == 1 && group->clauses.front().occur == kb::ast::Occur::should;
    if (single && (node.weight == 1 || group->clauses.front().node.weight == 1)) return false;
    for (const kb::ast::Clause& clause : group->clauses) {
        if (!is_well_formed(clause.node, false)) return false;
    }
    return true;
}

void check_query(const std::string& text) {
    CAPTURE(text);
    const kb::Query query = kb::parse_query(text, options);
    REQUIRE(spans_lie_within(query.root, text));
    REQUIRE(is_well_formed(query.root, true));
    for (const kb::Diagnostic& diagnostic : query.diagnostics) {
        CAPTURE(diagnostic.message);
        REQUIRE(lies_within(diagnostic.span, text));
        REQUIRE(diagnostic.message.find(" at column ") != std::string::npos);
        REQUIRE(is_clean(diagnostic.message));
    }
    const std::string canonical = kb::to_string(query.root);
    CAPTURE(canonical);
    REQUIRE(is_clean(canonical));
    const kb::Query again = kb::parse_query(canonical, {});
    REQUIRE(again.root == query.root);
    REQUIRE(again.diagnostics.empty());
    REQUIRE(kb::to_string(again.root) == canonical);
}

}  // namespace

TEST_CASE("any text parses to a well-formed tree whose canonical text parses to an equal one") {
    constexpr std::uint64_t seed = 20231129;
    CAPTURE(seed);
    RandomQueries queries(seed);
    for (int i = 0; i < 30'000; ++i)
        check_query(queries.any());
}

TEST_CASE("texts that follow the grammar give no diagnostics but for values") {
    constexpr std::uint64_t seed = 7;
    CAPTURE(seed);
    RandomQueries queries(seed);
    for (int i = 0; i < 5'000; ++i) {
        const std::string text = queries.grammatical();
        CAPTURE(text);
        for (const kb::Diagnostic& diagnostic : kb::parse_query(text, options).diagnostics) {
            CAPTURE(diagnostic.message);
            const bool about_value =
                diagnostic.message.find("not understood") != std::string::npos ||
                diagnostic.message.find("for phrases only") != std::string::npos;
            REQUIRE(about_value);
        }
    }
}

TEST_CASE("the same text parses to the same query") {
    RandomQueries queries(99);
    for (int i = 0; i < 500; ++i) {
        const std::string text = queries.any();
        CAPTURE(text);
        const kb::Query one = kb::parse_query(text, options);
        const kb::Query other = kb::parse_query(text, options);
        REQUIRE(one.root == other.root);
        REQUIRE(one.diagnostics == other.diagnostics);
    }
}
