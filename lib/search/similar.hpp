#pragma once

#include "index/snapshot.hpp"
#include "kb/ranking.hpp"
#include "search/plan.hpp"

namespace kb::search {

/// What resembles a document: the documents that share the words that tell most of it, without the
/// document itself and its near-duplicates. A word tells as much as the document would score for
/// it, and at most max_similar_terms words count. Linear in the words of the document.
Plan plan_similar(const index::Snapshot& snapshot, Xapian::docid document,
                  const Bm25Parameters& parameters);

inline constexpr std::size_t max_similar_terms = 30;

}  // namespace kb::search
