#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/query.hpp"
#include "query/restriction.hpp"

using namespace kb::ast;
using kb::parse_query;

namespace {

Node parse(std::string_view text) {
    return parse_query(text, {}).root;
}

Node word(std::string text, Field field = Field::any) {
    return {Word{field, std::move(text)}};
}
Node filter(FilterField field, std::string value) {
    return {Filter{field, std::move(value)}};
}
Node excluding(Node node) {
    Group group;
    group.clauses.push_back({Occur::must_not, std::move(node)});
    return {std::move(group)};
}

std::string_view text_at(std::string_view query, kb::Span span) {
    return query.substr(span.begin, span.end - span.begin);
}

}  // namespace

TEST_CASE("a single word is the tree itself") {
    CHECK(parse("word") == word("word"));
    CHECK(parse("((word))") == word("word"));
}

TEST_CASE("a text without a word is an empty group") {
    for (const std::string_view text : {"", "   ", "?!", "()", "\"\"", "- +"}) {
        CAPTURE(text);
        CHECK(parse(text) == Node{Group{}});
    }
    CHECK(parse_query("", {}).diagnostics.empty());
    CHECK(parse_query(" \t\n\xC2\xA0", {}).diagnostics.empty());
    CHECK(parse_query("?", {}).diagnostics.size() == 1);
}

TEST_CASE("juxtaposition binds loosest, then OR, then AND") {
    const Node expected{Group{{{Occur::should, word("a")},
                               {Occur::should, {Or{{word("b"), {And{{word("c"), word("d")}}}}}}}}}};
    CHECK(parse("a b OR c AND d") == expected);
}

TEST_CASE("signs and NOT set how a clause occurs") {
    const Node expected{Group{{{Occur::must, word("a")},
                               {Occur::must_not, word("b")},
                               {Occur::must_not, word("c")},
                               {Occur::should, word("d")}}}};
    CHECK(parse("+a -b NOT c d") == expected);
}

TEST_CASE("an exclusion within a Boolean combination is a group of its own") {
    CHECK(parse("a AND NOT b") == Node{And{{word("a"), excluding(word("b"))}}});
    CHECK(parse("a AND (-b)") == parse("a AND -b"));
    CHECK(parse("-a OR b") == Node{Or{{excluding(word("a")), word("b")}}});
}

TEST_CASE("a weight belongs to what it follows, and the spans are equal to what was typed") {
    const std::string_view text = "title:(a b)^2 -\"c d\"~3^0.5";
    const Node root = parse(text);
    const auto& clauses = std::get<Group>(root.value).clauses;
    REQUIRE(clauses.size() == 2);
    CHECK(clauses[0].node.weight == 2);
    CHECK(text_at(text, clauses[0].node.span) == "title:(a b)^2");
    const auto& inner = std::get<Group>(clauses[0].node.value).clauses;
    REQUIRE(inner.size() == 2);
    CHECK(inner[1].node == word("b", Field::title));
    CHECK(text_at(text, inner[1].node.span) == "b");
    CHECK(clauses[1].occur == Occur::must_not);
    CHECK(clauses[1].node == Node{Phrase{Field::any, "c d", 3}, 0.5});
    CHECK(text_at(text, clauses[1].node.span) == "\"c d\"~3^0.5");
}

TEST_CASE("words that an unknown field becomes keep their places in the text") {
    const std::string_view text = "x foo:bar~1";
    const Node root = parse(text);
    const auto& clauses = std::get<Group>(root.value).clauses;
    REQUIRE(clauses.size() == 4);
    CHECK(text_at(text, clauses[1].node.span) == "foo");
    CHECK(text_at(text, clauses[2].node.span) == "bar");
    CHECK(text_at(text, clauses[3].node.span) == "1");
}

TEST_CASE("diagnostics point at their cause, columns count characters") {
    const std::string_view text = "größe 模 foo:bar";
    const kb::Query query = parse_query(text, {});
    REQUIRE(query.diagnostics.size() == 1);
    CHECK(text_at(text, query.diagnostics[0].span) == "foo:bar");
    CHECK(query.diagnostics[0].message.find("at column 9:") != std::string::npos);
}

TEST_CASE("a long fragment is shortened in a message") {
    const std::string name(60, 'x');
    const kb::Query query = parse_query(name + ":value", {});
    REQUIRE(query.diagnostics.size() == 1);
    CHECK(query.diagnostics[0].message.starts_with("unknown field \"" + std::string(40, 'x') +
                                                   "…\""));
}

TEST_CASE("a filter value is kept as typed but for the kind") {
    CHECK(parse("tag:Foo") == filter(FilterField::tag, "Foo"));
    CHECK(parse("kind:ReadMe") == filter(FilterField::kind, "readme"));
    CHECK(parse("id:\"a \\\" \\\\ \\x\"") == filter(FilterField::id, "a \" \\ \\x"));
    CHECK(parse("source:\" Hacker\tNews \"") == filter(FilterField::source, "Hacker News"));
}

TEST_CASE("an id runs to white space, or to the parenthesis that closes a list") {
    CHECK(parse("id:https://x.y/(z)\"q\")") == filter(FilterField::id, "https://x.y/(z)\"q\")"));
    CHECK(parse("(id:https://x.y/(z))") == filter(FilterField::id, "https://x.y/(z)"));
}

TEST_CASE("filters combined within parentheses become clauses of the list") {
    const Clause async{Occur::should, word("async")};
    const Clause readme{Occur::should, filter(FilterField::kind, "readme")};
    const Clause article{Occur::should, filter(FilterField::kind, "article")};
    const Node alternatives{Group{{async, readme, article}}};
    CHECK(parse("async kind:readme kind:article") == alternatives);
    CHECK(parse("async kind:(readme article)") == alternatives);
    CHECK(parse("async (kind:readme OR kind:article)") == alternatives);

    const Node required{Group{{async,
                               {Occur::must, filter(FilterField::tag, "a")},
                               {Occur::must_not, filter(FilterField::tag, "b")}}}};
    CHECK(parse("async tag:(a AND NOT b)") == required);
}

TEST_CASE("filters combined with words, and open ranges, stay within their parentheses") {
    for (const std::string_view text :
         {"async (kind:readme OR b)", "async (kind:readme OR lang:de)", "async (kind:a kind:b)^2",
          "async (after:2024 OR before:2020)", "async (points:>5 OR points:<2)"}) {
        CAPTURE(text);
        CHECK(std::get<Group>(parse(text).value).clauses.size() == 2);
    }
}

TEST_CASE("a restriction is a combination of filters and ranges only") {
    for (const std::string_view text :
         {"kind:readme", "after:2023", "points:5", "kind:readme OR lang:de", "tag:a AND NOT tag:b",
          "kind:readme after:2023", "-tag:b", "(tag:a OR lang:de) AND points:5"}) {
        CAPTURE(text);
        CHECK(kb::query::is_restriction(parse(text)));
    }
    for (const std::string_view text :
         {"", "*", "word", "\"a b\"", "pre*", "fuzzy~", "kind:readme OR word", "kind:readme word",
          "tag:a AND -b"}) {
        CAPTURE(text);
        CHECK_FALSE(kb::query::is_restriction(parse(text)));
    }
}

TEST_CASE("trees built by hand print as text that means the same") {
    CHECK(kb::to_string({Or{{word("a"), {And{{word("b"), {Or{{word("c"), word("d")}}}}}}}}}) ==
          "a OR b AND (c OR d)");
    CHECK(kb::to_string({And{{{And{{word("a"), word("b")}}}, word("c")}}}) == "(a AND b) AND c");
    CHECK(kb::to_string({NumberRange{NumberField::points, {}, {}}}) == "points:>=0");
    CHECK(kb::to_string({DateRange{}}) == "after:0001-01-01");
    CHECK(kb::to_string(filter(FilterField::tag, "")) == "tag:\"\"");
}
