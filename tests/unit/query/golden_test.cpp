// Query, canonical text, diagnostics (without the hints in parentheses): every form of the query
// language, and what is not one. Now is 2023-11-29 14:00 UTC.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kb/query.hpp"

namespace {

struct Case {
    std::string_view query;
    std::string_view canonical;
    std::vector<std::string> diagnostics;
};

std::vector<Case> cases() {
    return {
        // contract: words side by side
        {"async orm", "async orm", {}},
        {"  async    orm\t", "async orm", {}},
        {"Straße naïve 多模态", "Straße naïve 多模态", {}},
        // contract: required and excluded
        {"+async -flask", "+async -flask", {}},
        {"NOT flask", "-flask", {}},
        {"+async -flask django", "+async -flask django", {}},
        {"-\"two words\" +title:x -(a b)", "-\"two words\" +title:x -(a b)", {}},
        {"-kind:readme async", "-kind:readme async", {}},
        // contract: Boolean
        {"a AND b", "a AND b", {}},
        {"a OR b", "a OR b", {}},
        {"a b OR c d", "a b OR c d", {}},
        {"a AND b OR c AND d", "a AND b OR c AND d", {}},
        {"(a OR b) AND c", "(a OR b) AND c", {}},
        {"a AND NOT b", "a AND NOT b", {}},
        {"a OR -b", "a OR NOT b", {}},
        {"+a AND b", "a AND b", {}},
        {"a AND (b AND c) AND d", "a AND b AND c AND d", {}},
        {"a OR (b OR c)", "a OR b OR c", {}},
        {"a and b or not c", "a and b or not c", {}},
        {"((a))", "a", {}},
        {"(a b) c", "(a b) c", {}},
        {"(a b)", "a b", {}},
        {"a (-b)", "a (-b)", {}},
        {"-(-a)", "-(-a)", {}},
        {"-(--a) +(+-b) NOT --c", "-(--a) +(+-b) -(--c)", {}},
        {"NOT(a)OR\"b c\"", "NOT a OR \"b c\"", {}},
        // contract: phrases
        {"\"exact phrase\"", "\"exact phrase\"", {}},
        {"\"two words\"~5", "\"two words\"~5", {}},
        {"\"  two   words \"", "\"two words\"", {}},
        {"\"word\"", "\"word\"", {}},
        {"“typographic” «guillemets» „deutsch“", "\"typographic\" \"guillemets\" \"deutsch\"", {}},
        {"\"a “b” c\"", "\"a “b” c\"", {}},
        {"title:\"a phrase\"~2^3", "title:\"a phrase\"~2^3", {}},
        {"\"\" a", "a", {}},
        {"\"...\" a", "a", {}},
        {"\"a b\"c\"d e\"", "\"a b\" c \"d e\"", {}},
        // contract: fields
        {"title:word", "title:word", {}},
        {"text:word author:\"Ada Lovelace\"", "text:word author:\"Ada Lovelace\"", {}},
        {"title:(a b) c", "(title:a title:b) c", {}},
        {"title:(a AND NOT \"b c\")", "title:a AND NOT title:\"b c\"", {}},
        {"title:(a author:b)", "title:a author:b", {}},
        {"TITLE:word", "title:word", {}},
        {"title:-word title:C++", "title:-word title:C++", {}},
        // contract: filters
        {"kind:readme", "kind:readme", {}},
        {"kind:README", "kind:readme", {}},
        {"source:\"Hacker News\" tag:c++ lang:de site:github.com",
         "source:\"Hacker News\" tag:c++ lang:de site:github.com",
         {}},
        {"async kind:(readme OR article)", "async kind:readme kind:article", {}},
        {"async kind:(readme article)", "async kind:readme kind:article", {}},
        {"async (kind:readme OR kind:article) -kind:post",
         "async kind:readme kind:article -kind:post",
         {}},
        {"async tag:a tag:(b OR c)", "async tag:a tag:b tag:c", {}},
        {"async tag:(a AND b)", "async +tag:a +tag:b", {}},
        {"async (kind:readme OR lang:de)", "async kind:readme OR lang:de", {}},
        {"kind:readme,article",
         "kind readme,article",
         {"unknown kind \"readme,article\" at column 1: searched as words"}},
        {"lang:de,en", "lang:de,en", {}},
        {"site:https://github.com/owner/repo", "site:github.com", {}},
        {"id:https://example.org/p?a=1&b=(2)#\"x\"",
         "id:\"https://example.org/p?a=1&b=(2)#\\\"x\\\"\"",
         {}},
        {"(id:kb:1 OR id:tag:x,2023:y)", "id:kb:1 OR id:tag:x,2023:y", {}},
        {"id:\"a b\\\"c\\\\d\" parent:kb:0123", "id:\"a b\\\"c\\\\d\" parent:kb:0123", {}},
        {"source:“Hacker News”", "source:\"Hacker News\"", {}},
        {"tag:++", "tag:++", {}},
        // contract: dates
        {"after:2023-11-01", "after:2023-11-01", {}},
        {"before:2023-11-30", "before:2023-11-30", {}},
        {"before:2023-11", "before:2023-11-30", {}},
        {"after:2023-11 before:2023", "after:2023-11-01 before:2023-12-31", {}},
        {"date:2023-11-01..2023-11-30", "date:2023-11-01..2023-11-30", {}},
        {"date:2023-11", "date:2023-11-01..2023-11-30", {}},
        {"date:2023", "date:2023-01-01..2023-12-31", {}},
        {"date:2023-11-27", "date:2023-11-27", {}},
        {"date:2023-11..", "after:2023-11-01", {}},
        {"date:..2023-11", "before:2023-11-30", {}},
        {"date:2024-02", "date:2024-02-01..2024-02-29", {}},
        {"date:2023-11-27T14:05:00Z", "date:2023-11-27T14:05:00Z", {}},
        {"after:2023-11-27T14:05:00+02:00", "after:2023-11-27T12:05:00Z", {}},
        {"after:\"2023-11-27 14:05\"", "after:2023-11-27T14:05:00Z", {}},
        {"after:7d", "after:2023-11-22T14:00:00Z", {}},
        {"date:2w", "after:2023-11-15T14:00:00Z", {}},
        {"after:12h", "after:2023-11-29T02:00:00Z", {}},
        {"before:1m", "before:2023-10-29T14:00:00Z", {}},
        {"after:1y", "after:2022-11-29T14:00:00Z", {}},
        {"date:30d..7d", "date:2023-10-30T14:00:00Z..2023-11-22T14:00:00Z", {}},
        {"async (date:2023-01 OR date:2023-03)",
         "async date:2023-01-01..2023-01-31 date:2023-03-01..2023-03-31",
         {}},
        {"async (after:2024 OR before:2020)", "async after:2024-01-01 OR before:2020-12-31", {}},
        // contract: numbers
        {"points:>=100", "points:>=100", {}},
        {"points:>100", "points:>=101", {}},
        {"points:<=100", "points:<=100", {}},
        {"points:<100", "points:<=99", {}},
        {"points:100", "points:100", {}},
        {"points:=100", "points:100", {}},
        {"comments:10..50", "comments:10..50", {}},
        {"comments:10..", "comments:>=10", {}},
        {"comments:..50", "comments:<=50", {}},
        {"points:10..10", "points:10", {}},
        // contract: prefix, edit distance, weight
        {"migrat*", "migrat*", {}},
        {"title:migrat*^2", "title:migrat*^2", {}},
        {"migrat**", "migrat*", {}},
        {"perssistent~", "perssistent~1", {}},
        {"word~2 word~1", "word~2 word~1", {}},
        {"word~2^3", "word~2^3", {}},
        {"word^2", "word^2", {}},
        {"word^0.5 word^2.0 word^.5", "word^0.5 word^2 word^0.5", {}},
        {"word^3^2", "word^2", {}},
        {"\"a b\"^2 (a b)^2 (a OR b)^0.5", "\"a b\"^2 (a b)^2 (a OR b)^0.5", {}},
        {"(kind:readme)^2", "(kind:readme)^2", {}},
        {"((a b)^2)^3", "((a b)^2)^3", {}},
        {"*", "*", {}},
        {"* -kind:readme", "* -kind:readme", {}},
        // identifiers and other text that is no syntax
        {"C++ C# .NET node.js @scope/pkg owner/repo v2.15 CONN_MAX_AGE",
         "C++ C# .NET node.js @scope/pkg owner/repo v2.15 CONN_MAX_AGE",
         {}},
        {"foo-bar a+b user@host --as-of", "foo-bar a+b user@host --as-of", {}},
        {"https://x.y/z?q=1 std::vector 12:30 Note: C:\\temp",
         "https://x.y/z?q=1 std::vector 12:30 Note C:\\temp",
         {}},
        {"a - b -> c && d || e ?", "a b c d e", {}},
        {"foo() f(x)", "foo f x", {}},
        {"x * y f*o **bold** ~/path ^top", "x * y f*o **bold** ~/path ^top", {}},
        {"\"a\"-b (c)+d \"e\"*", "\"a\" b c d \"e\"", {}},
        {"'single' don't", "'single' don't", {}},
        // what looks like syntax but is not
        {"\"unclosed quote", "unclosed quote", {"unclosed quote at column 1: searched as words"}},
        {"a \"b c", "a b c", {"unclosed quote at column 3: searched as words"}},
        {"-\"unclosed quote", "unclosed quote", {"unclosed quote at column 2: searched as words"}},
        {"title:\"unclosed quote",
         "title unclosed quote",
         {"unclosed quote at column 7: searched as words"}},
        {"“unclosed", "unclosed", {"unclosed quote at column 1: searched as words"}},
        {"5\" disk", "5 disk", {"unclosed quote at column 2: searched as words"}},
        {"foo:bar", "foo bar", {"unknown field \"foo\" at column 1: searched as words"}},
        {"über foo:bar", "über foo bar", {"unknown field \"foo\" at column 6: searched as words"}},
        {"author_name:x",
         "author_name x",
         {"unknown field \"author_name\" at column 1: searched as words"}},
        {"foo:a:b -foo:bar +foo:bar x AND foo:bar y OR foo:bar",
         "foo a b -\"foo bar\" +foo +bar x AND foo AND bar y OR foo AND bar",
         {"unknown field \"foo\" at column 1: searched as words",
          "unknown field \"foo\" at column 10: searched as words",
          "unknown field \"foo\" at column 19: searched as words",
          "unknown field \"foo\" at column 33: searched as words",
          "unknown field \"foo\" at column 46: searched as words"}},
        {"foo:\"a b\" foo:(c)",
         "foo \"a b\" foo c",
         {"unknown field \"foo\" at column 1: searched as words",
          "unknown field \"foo\" at column 11: searched as words"}},
        {"title: x", "title x", {"nothing after \"title:\" at column 1: searched as a word"}},
        {"title:\"\" x", "title x", {"nothing after \"title:\" at column 1: searched as a word"}},
        {"title:() x",
         "title x",
         {"empty parentheses at column 7: the field is searched as a word"}},
        {"title:??? x", "title x", {"no word in \"???\" at column 7: ignored"}},
        {"(title:)", "title", {"nothing after \"title:\" at column 2: searched as a word"}},
        {"kind:blog", "kind blog", {"unknown kind \"blog\" at column 1: searched as words"}},
        {"kind:\"no such\"",
         "kind no such",
         {"unknown kind \"no such\" at column 1: searched as words"}},
        {"date:yesterday",
         "date yesterday",
         {"date \"yesterday\" not understood at column 6: searched as words"}},
        {"date:2023-02-29",
         "date 2023-02-29",
         {"date \"2023-02-29\" not understood at column 6: searched as words"}},
        {"after:2023-13",
         "after 2023-13",
         {"date \"2023-13\" not understood at column 7: searched as words"}},
        {"date:..", "date", {"date \"..\" not understood at column 6: searched as words"}},
        {"date:2024..2023",
         "date 2024..2023",
         {"empty range \"2024..2023\" at column 6: searched as words"}},
        {"after:99999999y",
         "after 99999999y",
         {"date \"99999999y\" not understood at column 7: searched as words"}},
        {"before:0000",
         "before 0000",
         {"date \"0000\" not understood at column 8: searched as words"}},
        {"points:many",
         "points many",
         {"number \"many\" not understood at column 8: searched as words"}},
        {"points:50..10",
         "points 50..10",
         {"empty range \"50..10\" at column 8: searched as words"}},
        {"points:<0", "points <0", {"empty range \"<0\" at column 8: searched as words"}},
        {"points:18446744073709551616",
         "points 18446744073709551616",
         {"number \"18446744073709551616\" not understood at column 8: searched as words"}},
        {"points:-5", "points 5", {"number \"-5\" not understood at column 8: searched as words"}},
        {"a*", "a", {"prefix \"a*\" at column 1: searched as a word"}},
        {"title:a*", "title:a", {"prefix \"a*\" at column 7: searched as a word"}},
        {"word~7 word~0",
         "word~2 word~1",
         {"edit distance \"7\" at column 6: taken as 2",
          "edit distance \"0\" at column 13: taken as 1"}},
        {"word^0 word^-1 word^1001",
         "word word word",
         {"weight \"0\" at column 6: ignored", "weight \"-1\" at column 13: ignored",
          "weight \"1001\" at column 21: ignored"}},
        {"\"a b\"~ \"a b\"~5000",
         "\"a b\" \"a b\"~1000",
         {"no number after \"~\" at column 7: ignored",
          "distance \"5000\" at column 14: taken as 1000"}},
        {"tag:\"x\"~2", "tag:x", {"distance \"~2\" at column 8: ignored"}},
        {"AND", "and", {"stray AND at column 1: searched as a word"}},
        {"a AND", "a and", {"stray AND at column 3: searched as a word"}},
        {"OR a", "or a", {"stray OR at column 1: searched as a word"}},
        {"a AND OR b",
         "a and or b",
         {"stray AND at column 3: searched as a word", "stray OR at column 7: searched as a word"}},
        {"a OR OR b",
         "a or or b",
         {"stray OR at column 3: searched as a word", "stray OR at column 6: searched as a word"}},
        {"NOT", "not", {"stray NOT at column 1: searched as a word"}},
        {"NOT NOT a", "not -a", {"stray NOT at column 1: searched as a word"}},
        {"NOT -a", "not -a", {"stray NOT at column 1: searched as a word"}},
        {"a AND NOT",
         "a and not",
         {"stray AND at column 3: searched as a word",
          "stray NOT at column 7: searched as a word"}},
        {"(AND)", "and", {"stray AND at column 2: searched as a word"}},
        {"(a", "a", {"unmatched \"(\" at column 1: ignored"}},
        {"a)", "a", {"unmatched \")\" at column 2: ignored"}},
        {"((a) b", "a b", {"unmatched \"(\" at column 1: ignored"}},
        {":)",
         "",
         {"no word at column 1: nothing to search for", "unmatched \")\" at column 2: ignored"}},
        {"()", "", {"no word at column 1: nothing to search for"}},
        {"???", "", {"no word at column 1: nothing to search for"}},
        {"\"",
         "",
         {"unclosed quote at column 1: searched as words",
          "no word at column 1: nothing to search for"}},
    };
}

std::string without_hint(const std::string& message) {
    return message.substr(0, message.find(" ("));
}

std::vector<std::string> messages(const kb::Query& query) {
    std::vector<std::string> result;
    for (const kb::Diagnostic& diagnostic : query.diagnostics) {
        result.push_back(without_hint(diagnostic.message));
    }
    return result;
}

const kb::QueryOptions options{
    .now = kb::Timestamp{std::chrono::sys_days{std::chrono::year{2023} / 11 / 29}} +
           std::chrono::hours(14)};

}  // namespace

TEST_CASE("every form of query has its canonical text and its diagnostics") {
    for (const Case& c : cases()) {
        CAPTURE(c.query);
        const kb::Query query = kb::parse_query(c.query, options);
        CHECK(kb::to_string(query.root) == c.canonical);
        CHECK(messages(query) == c.diagnostics);
    }
}

TEST_CASE("canonical texts parse to the same tree without diagnostics") {
    for (const Case& c : cases()) {
        CAPTURE(c.query);
        const kb::Query query = kb::parse_query(c.query, options);
        const kb::Query again = kb::parse_query(c.canonical, {});
        CHECK(again.root == query.root);
        CHECK(messages(again).empty());
        CHECK(kb::to_string(again.root) == c.canonical);
    }
}

TEST_CASE("hints name what would have been understood") {
    const auto message = [](std::string_view query) {
        return kb::parse_query(query, options).diagnostics.at(0).message;
    };
    CHECK(message("foo:bar") ==
          "unknown field \"foo\" at column 1: searched as words (fields: id, kind, source, site, "
          "title, text, author, tag, lang, date, points, comments, parent, after, before)");
    CHECK(message("kind:blog") ==
          "unknown kind \"blog\" at column 1: searched as words (kinds: post, thread, readme, "
          "release, statement, newsletter, episode, article)");
    CHECK(message("date:soon") ==
          "date \"soon\" not understood at column 6: searched as words (forms: 2023, 2023-11, "
          "2023-11-27, 2023-11-27T14:05:00Z, 2023-11-01..2023-11-30, 7d 2w 3m 1y)");
    CHECK(message("points:many") ==
          "number \"many\" not understood at column 8: searched as words (forms: 100, >=100, <100, "
          "10..50)");
    CHECK(
        message("a*") ==
        "prefix \"a*\" at column 1: searched as a word (at least two characters before the star)");
    CHECK(message("word^0") == "weight \"0\" at column 6: ignored (more than 0, at most 1000)");
}
