#include "search/xapian_collector.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "index/schema.hpp"
#include "search/bm25_weight.hpp"
#include "search/order.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Xapian::Query;

class Collector {
  public:
    Collector(index::Snapshot& snapshot, const Query& query, const SearchRequest& request,
              Deadline& deadline)
        : database_(snapshot.database),
          request_(request),
          deadline_(deadline),
          everything_(database_.get_doccount()),
          search_(snapshot, query, request),
          facets_(request.facets) {}

    Collected run() {
        Collected collected;
        const std::uint64_t first = std::min<std::uint64_t>(request_.offset, everything_);
        collected.page =
            search_.best(first, std::min<std::uint64_t>(request_.limit, everything_ - first));
        for (const FoundDocument& found : collected.page)
            collected.duplicates.push_back(duplicates_of(found.docid));
        collected.total = total();
        collected.complete = !deadline_.look();
        // The later passes may have seen less than the first.
        if (!collected.complete && !collected.page.empty())
            collected.total = std::max(collected.total, request_.offset + collected.page.size());
        if (!request_.facets.empty()) collected.facets = facets_.facets();
        return collected;
    }

  private:
    /// Documents in near-duplicate groups are few: they are ranked apart from the rest, so that
    /// each group counts once, by the document that stands for it.
    std::uint64_t total() {
        FacetCounter* const facets = request_.facets.empty() ? nullptr : &facets_;
        if (!search_.collapses()) return search_.count(facets);
        const Query mark{std::string(schema::duplicate_mark)};
        const std::uint64_t count = search_.excluding(mark).count(facets);
        const std::vector<FoundDocument> groups = search_.within(mark).best(0, everything_);
        if (facets != nullptr) {
            for (const FoundDocument& found : groups)
                facets->count(database_.get_document(found.docid));
        }
        return count + groups.size();
    }

    std::uint64_t duplicates_of(Xapian::docid id) const {
        if (!search_.collapses()) return 0;
        const std::string group = database_.get_document(id).get_value(schema::group_slot);
        if (group.empty()) return 0;
        const Query in_group(std::string(schema::duplicate_group_prefix) + group);
        const std::uint64_t all = search_.within(in_group).count(nullptr);
        return all - std::min<std::uint64_t>(all, 1);  // none were counted past the deadline
    }

    const Xapian::Database& database_;
    const SearchRequest& request_;
    Deadline& deadline_;
    std::uint64_t everything_;
    XapianSearch search_;
    FacetCounter facets_;
};

}  // namespace

XapianSearch::XapianSearch(index::Snapshot& snapshot, Query query, const SearchRequest& request,
                           const index::RankingMark* tail)
    : snapshot_(snapshot),
      query_(std::move(query)),
      request_(request),
      tail_(tail),
      collapse_(request.collapse &&
                snapshot.database.term_exists(std::string(schema::duplicate_mark))) {
    look_at_postings(query_);
}

void XapianSearch::look_at_postings(const Query& query) const {
    if (tail_ != nullptr) {
        snapshot_.postings.require_tail(snapshot_.database, query, *tail_);
    } else {
        snapshot_.postings.require(snapshot_.database, query);
    }
}

XapianSearch XapianSearch::within(const Query& restriction) const {
    look_at_postings(restriction);
    XapianSearch narrower = *this;
    narrower.query_ = Query(Query::OP_FILTER, query_, restriction);
    return narrower;
}

XapianSearch XapianSearch::excluding(const Query& excluded) const {
    look_at_postings(excluded);
    XapianSearch narrower = *this;
    narrower.query_ = Query(Query::OP_AND_NOT, query_, excluded);
    return narrower;
}

std::vector<FoundDocument> XapianSearch::best(std::uint64_t first, std::uint64_t size) const {
    std::vector<FoundDocument> found;
    if (size == 0) return found;
    Xapian::Enquire enquire(snapshot_.database);
    enquire.set_query(query_);
    enquire.set_weighting_scheme(Bm25Weight(request_.profile.bm25));
    const auto keys = set_order(enquire, request_.sort);
    if (collapse_) enquire.set_collapse_key(schema::group_slot);
    const Xapian::MSet ranked =
        enquire.get_mset(static_cast<Xapian::doccount>(first), static_cast<Xapian::doccount>(size));
    for (auto it = ranked.begin(); it != ranked.end(); ++it)
        found.push_back({*it, it.get_weight()});
    return found;
}

std::uint64_t XapianSearch::count(FacetCounter* facets) const {
    Xapian::Enquire enquire(snapshot_.database);
    enquire.set_query(query_);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    if (facets != nullptr) enquire.add_matchspy(facets);
    const Xapian::MSet counted = enquire.get_mset(0, 0, snapshot_.database.get_doccount());
    return counted.get_matches_estimated();
}

Collected collect_with_xapian(index::Snapshot& snapshot, const Query& query,
                              const SearchRequest& request, Deadline& deadline) {
    return Collector(snapshot, query, request, deadline).run();
}

}  // namespace kb::search
