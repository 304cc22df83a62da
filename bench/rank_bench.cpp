// The ranking core alone: top ten by query class and collection size, postings in memory. How the
// cost grows when the collection doubles is what to look at.

#include <benchmark/benchmark.h>

#include <map>
#include <memory>

#include "support/ranked_collection.hpp"

namespace {

using kb::bench::RankedCollection;
using QueryClass = RankedCollection::QueryClass;

RankedCollection& collection(std::uint32_t documents) {
    static std::map<std::uint32_t, std::unique_ptr<RankedCollection>> collections;
    auto& made = collections[documents];
    if (!made) made = std::make_unique<RankedCollection>(documents);
    return *made;
}

void top_ten(benchmark::State& state, QueryClass query_class) {
    RankedCollection& searched = collection(static_cast<std::uint32_t>(state.range(0)));
    const auto queries = RankedCollection::queries(query_class, 100);
    std::size_t found = 0;
    for (const auto& query : queries)  // also opens the terms
        found += searched.search(query_class, query);
    if (found == 0) state.SkipWithError("nothing found");
    std::size_t next = 0;
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(searched.search(query_class, queries[next++ % queries.size()]));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->Arg(10'000)->Arg(40'000)->Arg(80'000)->Unit(benchmark::kMicrosecond);
}

BENCHMARK_CAPTURE(top_ten, union_of_words, QueryClass::union_of_words)->Apply(sizes);
BENCHMARK_CAPTURE(top_ten, common_word, QueryClass::common_word)->Apply(sizes);
BENCHMARK_CAPTURE(top_ten, intersection, QueryClass::intersection)->Apply(sizes);
BENCHMARK_CAPTURE(top_ten, filtered_union, QueryClass::filtered_union)->Apply(sizes);

}  // namespace
