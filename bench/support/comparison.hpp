#pragma once

#include <benchmark/benchmark.h>
#include <xapian.h>

#include <functional>
#include <string>
#include <vector>

#include "kb/searcher.hpp"
#include "support/collection.hpp"

namespace kb::bench {

/// The same question to both sides.
struct Question {
    SearchRequest kb;
    /// Made anew each time, as kb reads its query anew. May look at the database.
    std::function<Xapian::Query(const Xapian::Database&)> xapian;
    /// Slots counted by ValueCountMatchSpy, in the order of the request's facets.
    std::vector<Xapian::valueno> counted = {};
};

/// A request for ten hits without snippets. Near-duplicates do not collapse, as they do not in
/// plain Xapian.
SearchRequest ten_hits(const std::string& query);

/// Xapian's stem of a word, as its QueryParser would ask for it.
Xapian::Query stem_of(const std::string& word);

struct Comparison {
    std::string name;
    const Collection& (*collection)() = bench::collection;
    std::function<std::vector<Question>()> questions;
    /// Also measure Xapian without an exact total, which kb always gives.
    bool also_without_total = true;
};

/// Registers <name>/kb and <name>/xapian: one iteration asks one question, from text or terms to
/// decoded hits. Before, all questions are asked on both sides; totals and facets must be equal.
void compare(Comparison comparison);

}  // namespace kb::bench
