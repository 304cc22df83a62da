// Work for callgrind: a fixed set of queries over a fixed collection. bench/instructions runs it
// and compares the number of instructions with the one that is written down.

#include <cstdio>

#include "support/ranked_collection.hpp"

using kb::bench::RankedCollection;
using QueryClass = RankedCollection::QueryClass;

/// What is counted.
[[gnu::noinline]] std::size_t counted_queries(RankedCollection& collection, QueryClass query_class,
                                              const std::vector<RankedCollection::Query>& queries) {
    std::size_t found = 0;
    for (const auto& query : queries)
        found += collection.search(query_class, query);
    return found;
}

int main() {
    RankedCollection collection(10'000);
    std::size_t found = 0;
    for (const QueryClass query_class : {QueryClass::union_of_words, QueryClass::common_word,
                                         QueryClass::intersection, QueryClass::filtered_union}) {
        const auto queries = RankedCollection::queries(query_class, 50);
        for (const auto& query : queries)  // terms are opened once
            found += collection.search(query_class, query);
        found += counted_queries(collection, query_class, queries);
    }
    std::printf("%zu documents found\n", found);
    return found > 0 ? 0 : 1;
}
