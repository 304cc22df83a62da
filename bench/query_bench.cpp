// Query texts into trees, by class, against Xapian's QueryParser where it reads the same language.
// One iteration reads all the texts of the class once; the result is checked inside the loop.
#include <benchmark/benchmark.h>
#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/query.hpp"

namespace {

using Texts = std::vector<std::string>;

struct QueryClass {
    std::string name;
    Texts texts;
    bool clean = true;        // no diagnostics are expected
    bool xapian_too = false;  // QueryParser reads it without an error
};

std::string repeated(std::string_view piece, std::size_t size) {
    std::string text;
    while (text.size() < size)
        text += piece;
    return text;
}

std::vector<QueryClass> classes() {
    constexpr std::size_t hostile_size = 64 * 1024;
    return {
        {"word", {"asynchronous", "postgres", "Straße", "多模态"}, true, true},
        {"words",
         {"async orm", "rust borrow checker error", "large language models", "deploy on friday"},
         true,
         true},
        {"phrase",
         {"\"exact phrase\"", "\"to be or not to be\"", "\"two words\"",
          "title word \"and phrase\""},
         true,
         true},
        {"boolean",
         {"a AND b", "rust OR (go AND NOT java)", "(one OR two) AND (three OR four)",
          "+async -flask orm"},
         true,
         true},
        {"filters",
         {"async kind:(readme OR article) lang:de after:2023-11",
          "tag:\"machine learning\" site:github.com points:>=100",
          "orm after:7d -source:\"Hacker News\"",
          "date:2023-11-01..2023-11-30 comments:10..50 title:release"}},
        {"question_long",
         {"what is the recommended way to migrate a large production database from one hosting "
          "provider to "
          "another without any downtime while the application keeps writing to it all day",
          "why does my continuous integration pipeline take so much longer on the second run of "
          "the same "
          "commit although every dependency should have been cached by the first one"},
         true,
         true},
        {"unparsable",
         {"foo:bar \"unclosed (", "AND OR NOT", "kind:blog date:soon points:many", "a* ^ ~ :) -"},
         false},
        {"hostile_64k_parentheses", {repeated("(", hostile_size)}, false},
        {"hostile_64k_or", {repeated("a OR ", hostile_size)}, false},
        {"hostile_64k_quotes", {repeated("\"a\" \"", hostile_size)}, false},
        {"hostile_64k_fields", {repeated("foo:a:b ", hostile_size)}, false},
        {"hostile_64k_weights", {repeated(".^1", hostile_size)}, false},
    };
}

void report(benchmark::State& state, const Texts& texts) {
    std::size_t bytes = 0;
    for (const std::string& text : texts)
        bytes += text.size();
    const auto iterations = static_cast<std::int64_t>(state.iterations());
    state.SetItemsProcessed(iterations * static_cast<std::int64_t>(texts.size()));
    state.SetBytesProcessed(iterations * static_cast<std::int64_t>(bytes));
}

void parse_kb(benchmark::State& state, const QueryClass& sort) {
    for ([[maybe_unused]] auto _ : state) {
        for (const std::string& text : sort.texts) {
            const kb::Query query = kb::parse_query(text, {});
            if (sort.clean && !query.diagnostics.empty())
                state.SkipWithError("unexpected diagnostic");
            benchmark::DoNotOptimize(query);
        }
    }
    report(state, sort.texts);
}

void print_kb(benchmark::State& state, const QueryClass& sort) {
    std::vector<kb::Query> queries;
    for (const std::string& text : sort.texts)
        queries.push_back(kb::parse_query(text, {}));
    for ([[maybe_unused]] auto _ : state) {
        for (const kb::Query& query : queries) {
            const std::string text = kb::to_string(query.root);
            if (text.empty()) state.SkipWithError("nothing printed");
            benchmark::DoNotOptimize(text);
        }
    }
    report(state, sort.texts);
}

void parse_xapian(benchmark::State& state, const QueryClass& sort) {
    Xapian::QueryParser parser;
    for ([[maybe_unused]] auto _ : state) {
        for (const std::string& text : sort.texts) {
            const Xapian::Query query = parser.parse_query(text);
            if (query.empty()) state.SkipWithError("empty query");
            benchmark::DoNotOptimize(query);
        }
    }
    report(state, sort.texts);
}

const bool registered = [] {
    for (const QueryClass& sort : classes()) {
        benchmark::RegisterBenchmark(("query_parse/kb/" + sort.name).c_str(),
                                     [sort](benchmark::State& state) { parse_kb(state, sort); });
        if (sort.xapian_too) {
            benchmark::RegisterBenchmark(
                ("query_parse/xapian/" + sort.name).c_str(),
                [sort](benchmark::State& state) { parse_xapian(state, sort); });
        }
        if (sort.clean) {
            benchmark::RegisterBenchmark(
                ("query_print/kb/" + sort.name).c_str(),
                [sort](benchmark::State& state) { print_kb(state, sort); });
        }
    }
    return true;
}();

}  // namespace
