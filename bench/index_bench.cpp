// Documents into an index: analysis, writing, commit. Against Xapian's TermGenerator on the same
// posts.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "peers/xapian_index.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;

void report(benchmark::State& state) {
    const auto documents = static_cast<std::int64_t>(bench::posts().size());
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * documents);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(bench::text_bytes(bench::posts())));
    state.counters["documents"] = static_cast<double>(documents);
}

std::filesystem::path fresh(const std::string& name) {
    const std::filesystem::path path = bench::scratch_directory() / name;
    std::filesystem::remove_all(path);
    return path;
}

void index_kb_one_thread(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        const auto path = fresh("kb");
        Index index(path, Index::Mode::create);
        for (const Document& document : bench::posts())
            index.add(document);
        index.commit();
        if (Searcher(path).stats().documents != bench::posts().size())
            state.SkipWithError("lost documents");
    }
    report(state);
}

/// As kbindex does it: from JSON Lines, reading and analysing beside writing.
void index_kb_pipeline(benchmark::State& state) {
    const auto lines = bench::scratch_directory() / "posts.jsonl";
    if (!std::filesystem::exists(lines)) {
        std::FILE* file = std::fopen(lines.c_str(), "w");
        for (const Document& document : bench::posts())
            std::fputs((to_json(document) + "\n").c_str(), file);
        std::fclose(file);
    }
    for ([[maybe_unused]] auto _ : state) {
        const auto path = fresh("kb");
        Index index(path, Index::Mode::create);
        DocumentReader reader({lines.string()}, {});
        const AddReport added = index.add_all(reader, {});
        if (added.added != bench::posts().size()) state.SkipWithError("lost documents");
    }
    report(state);
}

void index_xapian(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        const std::string path = fresh("xapian").string();
        bench::build_xapian_index(path, bench::posts());
        if (Xapian::Database(path).get_doccount() != bench::posts().size())
            state.SkipWithError("lost documents");
    }
    report(state);
}

BENCHMARK(index_kb_one_thread)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(index_kb_pipeline)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(index_xapian)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
