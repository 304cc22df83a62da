#include "search/collector.hpp"

#include <string>

#include "rank/posting_list.hpp"
#include "search/ranking_collector.hpp"
#include "search/xapian_collector.hpp"
#include "search/xapian_query.hpp"

namespace kb::search {

Collected collect(index::Snapshot& snapshot, const PlanNode& plan, const SearchRequest& request,
                  Deadline& deadline) {
    if (snapshot.ranking) {
        try {
            return collect_with_ranking(snapshot, plan, request, deadline);
        } catch (const rank::DamagedFile& damage) {
            snapshot.ranking_problem =
                std::string("the ranking file cannot be used: ") + damage.what();
            snapshot.ranking.reset();
        }
    }
    return collect_with_xapian(snapshot, to_xapian(plan, deadline), request, deadline);
}

}  // namespace kb::search
