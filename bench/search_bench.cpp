// Queries by class, the whole way from text to ten hits. Against Xapian's QueryParser and Enquire
// over the same posts: with the exact total that kb always gives, and without.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "peers/xapian_index.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;

const std::filesystem::path& kb_index() {
    static const std::filesystem::path path = [] {
        const auto directory = bench::scratch_directory() / "kb";
        Index index(directory, Index::Mode::create);
        for (const Document& document : bench::posts())
            index.add(document);
        index.commit();
        return directory;
    }();
    return path;
}

const std::string& xapian_index() {
    static const std::string path = [] {
        const std::string directory = (bench::scratch_directory() / "xapian").string();
        bench::build_xapian_index(directory, bench::posts());
        return directory;
    }();
    return path;
}

std::vector<std::string> kb_queries(const std::string& query_class) {
    std::vector<std::string> queries = bench::queries(query_class);
    if (query_class == "phrase") {
        for (std::string& query : queries)
            query = "\"" + query + "\"";
    }
    return queries;
}

void finish(benchmark::State& state, std::size_t queries) {
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
    state.counters["documents"] = static_cast<double>(bench::posts().size());
    state.counters["queries"] = static_cast<double>(queries);
}

void search_kb(benchmark::State& state, const std::string& query_class,
               std::uint32_t snippet_length) {
    const Searcher searcher(kb_index());
    const std::vector<std::string> queries = kb_queries(query_class);
    SearchRequest request;
    request.match = query_class == "intersection" ? Match::all : Match::any;
    request.snippet_length = snippet_length;
    std::uint64_t found = 0;
    for (const std::string& query : queries) {  // also warms the caches
        request.query = query;
        found += searcher.search(request).total;
    }
    if (found == 0) state.SkipWithError("nothing found");
    std::size_t next = 0;
    for ([[maybe_unused]] auto _ : state) {
        request.query = queries[next++ % queries.size()];
        benchmark::DoNotOptimize(searcher.search(request).total);
    }
    finish(state, queries.size());
}

void search_xapian(benchmark::State& state, const std::string& query_class, bool exact_total) {
    bench::XapianSearch search(xapian_index(), query_class == "intersection"
                                                   ? Xapian::Query::OP_AND
                                                   : Xapian::Query::OP_OR);
    const std::vector<std::string> queries = kb_queries(query_class);
    std::size_t found = 0;
    for (const std::string& query : queries)
        found += search.search(query, exact_total);
    if (found == 0) state.SkipWithError("nothing found");
    std::size_t next = 0;
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(search.search(queries[next++ % queries.size()], exact_total));
    finish(state, queries.size());
}

constexpr std::uint32_t snippet_length = 240;

const bool registered = [] {
    for (const std::string name : {"union", "common", "intersection", "phrase"}) {
        const auto add = [&](const std::string& peer, auto... arguments) {
            benchmark::RegisterBenchmark(("search_" + peer + "/" + name).c_str(), arguments...)
                ->Unit(benchmark::kMicrosecond);
        };
        add("kb", search_kb, name, 0);
        add("kb_with_snippets", search_kb, name, snippet_length);
        add("xapian", search_xapian, name, false);
        add("xapian_exact_total", search_xapian, name, true);
    }
    return true;
}();

}  // namespace
