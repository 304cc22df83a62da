#pragma once

#include <cstdint>
#include <vector>

#include "index/snapshot.hpp"
#include "index/xapian.hpp"
#include "kb/searcher.hpp"
#include "search/collector.hpp"
#include "search/facets.hpp"

namespace kb::search {

/// A query with what a request says of it, for Xapian's matcher. Borrows snapshot and request.
class XapianSearch {
  public:
    /// `tail`: where the query asks only for documents that the ranking file of this mark does not
    /// know. Throws Xapian::DatabaseCorruptError where the matcher could not be trusted to end.
    XapianSearch(index::Snapshot& snapshot, Xapian::Query query, const SearchRequest& request,
                 const index::RankingMark* tail = nullptr);

    /// The same restricted to what matches (or does not match) another query as well.
    XapianSearch within(const Xapian::Query& restriction) const;
    XapianSearch excluding(const Xapian::Query& excluded) const;

    /// `size` documents from the `first` on, in the order that the request wants, collapsed where
    /// it wants that.
    std::vector<FoundDocument> best(std::uint64_t first, std::uint64_t size) const;

    /// The number of documents that match, not collapsed; facets are counted along where given.
    std::uint64_t count(FacetCounter* facets) const;

    /// Whether near-duplicates collapse, and there are any.
    bool collapses() const noexcept { return collapse_; }

  private:
    void look_at_postings(const Xapian::Query& query) const;

    index::Snapshot& snapshot_;
    Xapian::Query query_;
    const SearchRequest& request_;
    const index::RankingMark* tail_;
    bool collapse_;
};

/// The page comes from a ranked pass that stops early; total and facets, where they are not known
/// from that, from an unscored pass over all matches. When the deadline, which the query ends with,
/// passes, what was found so far stands. Throws Error(invalid_argument) for an unknown facet.
Collected collect_with_xapian(index::Snapshot& snapshot, const Xapian::Query& query,
                              const SearchRequest& request, Deadline& deadline);

}  // namespace kb::search
