// Hostile texts: bounded trees, bounded diagnostics, and no time to speak of.
#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "kb/query.hpp"

namespace {

constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t max_operands = 4096;
constexpr std::size_t max_diagnostics = 100;

std::string repeated(std::string_view piece, std::size_t size) {
    std::string text;
    text.reserve(size + piece.size());
    while (text.size() < size)
        text += piece;
    return text;
}

struct Shape {
    std::size_t leaves = 0;
    std::size_t depth = 0;
};

Shape shape(const kb::ast::Node& node) {
    Shape result;
    const auto add = [&](const kb::ast::Node& operand) {
        const Shape inner = shape(operand);
        result.leaves += inner.leaves;
        result.depth = std::max(result.depth, inner.depth);
    };
    if (const auto* both = std::get_if<kb::ast::And>(&node.value)) {
        for (const auto& operand : both->operands)
            add(operand);
    } else if (const auto* either = std::get_if<kb::ast::Or>(&node.value)) {
        for (const auto& operand : either->operands)
            add(operand);
    } else if (const auto* group = std::get_if<kb::ast::Group>(&node.value)) {
        for (const auto& clause : group->clauses)
            add(clause.node);
    } else {
        result.leaves = 1;
    }
    ++result.depth;
    return result;
}

void check_bounded(std::string_view piece) {
    CAPTURE(piece);
    const kb::Query query = kb::parse_query(repeated(piece, megabyte), {});
    const Shape s = shape(query.root);
    CHECK(s.leaves <= max_operands);
    CHECK(s.depth <= 4 * 64);
    CHECK(query.diagnostics.size() <= max_diagnostics);
    const std::string canonical = kb::to_string(query.root);
    const kb::Query again = kb::parse_query(canonical, {});
    CHECK(again.root == query.root);
    CHECK(again.diagnostics.empty());
}

std::string nested(std::size_t levels) {
    std::string text;
    for (std::size_t i = 0; i < levels; ++i)
        text += "b (";
    text += "a";
    return text + std::string(levels, ')');
}

}  // namespace

TEST_CASE("a megabyte of any piece of syntax gives a small tree") {
    for (const std::string_view piece :
         {"(",      ")",          "()",      "(a",       "a)",
          "a OR ",  "a AND ",     "NOT ",    "AND ",     "OR OR ",
          "-",      "+a ",        "-(",      "NOT (a ",  "-(a AND (b OR ",
          "\"",     "\"a",        "\"a\" ",  "“",        "”a“",
          "tag:\"", "tag:\"\\\"", "title:(", "title:",   "title:a",
          "foo:",   "foo:a ",     "foo:a:",  "::",       "a^1",
          "^1",     ".^1",        "~1",      "a~1^0 ",   "*",
          "a* ",    "a*^2~",      "date:",   "date:.. ", "points:9",
          "id:(",   "id:)",       "(id:a",   "a ",       "a",
          "。",     "模",         "模 ",     "\xFF",     "\xF0\x9F",
          "\\",     "kind:x,"}) {
        check_bounded(piece);
    }
}

TEST_CASE("one very long word with very many suffixes is read in one pass") {
    check_bounded(std::string(megabyte / 2, '.') + repeated("^1", megabyte / 2));
    check_bounded("a" + repeated("^0", megabyte));
    check_bounded("ab" + std::string(megabyte, '*'));
    check_bounded("word~" + std::string(megabyte, '9'));
    check_bounded("word^" + std::string(megabyte, '9'));
    check_bounded("points:" + std::string(megabyte, '9'));
    check_bounded("date:" + std::string(megabyte, '9') + "d");
}

TEST_CASE("the first 4096 words are taken, and a diagnostic says where the rest begins") {
    const kb::Query all = kb::parse_query(repeated("a ", 2 * 4096), {});
    CHECK(all.diagnostics.empty());
    CHECK(shape(all.root).leaves == 4096);

    const kb::Query cut = kb::parse_query(repeated("a ", 2 * 4097), {});
    REQUIRE(cut.diagnostics.size() == 1);
    CHECK(cut.diagnostics[0].message ==
          "more than 4096 words at column 8193: the rest is not searched");
    CHECK(shape(cut.root).leaves == 4096);
}

TEST_CASE("what is cut off leaves no operator and no parenthesis behind") {
    const std::string words = repeated("a ", 2 * 4095);
    for (const std::string_view end : {"(b AND c) d", "(b OR -(c d", "b AND NOT title:(c d)"}) {
        CAPTURE(end);
        const kb::Query query = kb::parse_query(words + std::string(end), {});
        CHECK(shape(query.root).leaves == 4096);
        const auto& clauses = std::get<kb::ast::Group>(query.root.value).clauses;
        CHECK(clauses.back().node.value == kb::ast::Node::Value{kb::ast::Word{{}, "b"}});
    }
}

TEST_CASE("a text of more than 32,768 pieces is cut off, with what stands before the cut") {
    const std::string pieces = repeated("()", 32'766) + "a ";  // 32,767 of them
    for (const std::string_view end : {"-b", "title:(b)", "+title:(b)", "OR b"}) {
        CAPTURE(end);
        const kb::Query query = kb::parse_query(pieces + std::string(end), {});
        REQUIRE(!query.diagnostics.empty());
        CHECK(query.diagnostics.back().message.starts_with("query too long at column 3277"));
        const std::string canonical = kb::to_string(query.root);
        CHECK((canonical == "a" || canonical == "a or"));
    }
}

TEST_CASE("words that stand for one meaningless operand count as words") {
    const kb::Query query = kb::parse_query(repeated("foo:a:b:c ", 10 * 4096), {});
    CHECK(shape(query.root).leaves == 4096);
}

TEST_CASE("parentheses nest 64 levels deep; deeper ones are ignored with one diagnostic") {
    const kb::Query deep = kb::parse_query(nested(64), {});
    CHECK(deep.diagnostics.empty());
    CHECK(shape(deep.root).leaves == 65);

    const kb::Query deeper = kb::parse_query(nested(70), {});
    REQUIRE(deeper.diagnostics.size() == 1);
    CHECK(deeper.diagnostics[0].message ==
          "parenthesis nested too deeply at column 195: ignored (at most 64 levels)");
    CHECK(shape(deeper.root).leaves == 71);
    CHECK(kb::parse_query(kb::to_string(deeper.root), {}).root == deeper.root);
}

TEST_CASE("after a hundred diagnostics the rest is only counted") {
    const kb::Query query = kb::parse_query(repeated("foo:a ", 6 * 150), {});
    REQUIRE(query.diagnostics.size() == 100);
    CHECK(query.diagnostics.back().message.ends_with("(and 50 more)"));
}
