#include "search/collector.hpp"

#include <algorithm>

#include "index/schema.hpp"
#include "search/bm25_weight.hpp"
#include "search/facets.hpp"
#include "search/order.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Xapian::Query;

Query grouped_mark() {
    return Query(std::string(schema::duplicate_mark));
}

Query group_term(const std::string& group) {
    return Query(std::string(schema::duplicate_group_prefix) + group);
}

class Collector {
  public:
    Collector(const Xapian::Database& database, const Query& query, const SearchRequest& request,
              Deadline& deadline)
        : database_(database),
          query_(query),
          request_(request),
          deadline_(deadline),
          everything_(database.get_doccount()),
          facets_(request.facets),
          collapse_(request.collapse && database.term_exists(std::string(schema::duplicate_mark))) {
    }

    Collected run() {
        Collected collected;
        collected.page = page();
        for (const Xapian::docid id : collected.page)
            collected.duplicates.push_back(duplicates_of(id));
        collected.total = total();
        collected.complete = !deadline_.look();
        if (!collected.complete) {  // the later passes may have seen less than the first
            const std::uint64_t seen = request_.offset + collected.page.size();
            collected.total =
                std::max<std::uint64_t>({collected.total, collected.page.get_matches_lower_bound(),
                                         collected.page.empty() ? 0 : seen});
        }
        if (!request_.facets.empty()) collected.facets = facets_.facets();
        return collected;
    }

  private:
    Xapian::MSet page() const {
        const auto first =
            static_cast<Xapian::doccount>(std::min<std::uint64_t>(request_.offset, everything_));
        const auto size = static_cast<Xapian::doccount>(
            std::min<std::uint64_t>(request_.limit, everything_ - first));
        if (size == 0) return {};
        return ranked(query_, first, size);
    }

    Xapian::MSet ranked(const Query& query, Xapian::doccount first, Xapian::doccount size) const {
        Xapian::Enquire enquire(database_);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Bm25Weight(request_.profile.bm25));
        const auto keys = set_order(enquire, request_.sort);
        if (collapse_) enquire.set_collapse_key(schema::group_slot);
        return enquire.get_mset(first, size);
    }

    /// The number of documents that match; facets are counted along where asked.
    std::uint64_t count_matches(const Query& query, FacetCounter* facets) const {
        Xapian::Enquire enquire(database_);
        enquire.set_query(query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        if (facets != nullptr) enquire.add_matchspy(facets);
        const Xapian::MSet counted = enquire.get_mset(0, 0, everything_);
        return counted.get_matches_estimated();
    }

    /// Documents in near-duplicate groups are few: they are ranked apart from the rest, so that
    /// each group counts once, by the document that stands for it.
    std::uint64_t total() {
        FacetCounter* const facets = request_.facets.empty() ? nullptr : &facets_;
        if (!collapse_) return count_matches(query_, facets);
        std::uint64_t count =
            count_matches(Query(Query::OP_AND_NOT, query_, grouped_mark()), facets);
        const Xapian::MSet groups =
            ranked(Query(Query::OP_FILTER, query_, grouped_mark()), 0, everything_);
        if (facets != nullptr) {
            for (auto it = groups.begin(); it != groups.end(); ++it)
                facets->count(it.get_document());
        }
        return count + groups.size();
    }

    std::uint64_t duplicates_of(Xapian::docid id) const {
        if (!collapse_) return 0;
        const std::string group = database_.get_document(id).get_value(schema::group_slot);
        if (group.empty()) return 0;
        const std::uint64_t all =
            count_matches(Query(Query::OP_FILTER, query_, group_term(group)), nullptr);
        return all - std::min<std::uint64_t>(all, 1);  // none were counted past the deadline
    }

    const Xapian::Database& database_;
    const Query& query_;
    const SearchRequest& request_;
    Deadline& deadline_;
    Xapian::doccount everything_;
    FacetCounter facets_;
    bool collapse_;
};

}  // namespace

Collected collect(const Xapian::Database& database, const Query& query,
                  const SearchRequest& request, Deadline& deadline) {
    return Collector(database, query, request, deadline).run();
}

}  // namespace kb::search
