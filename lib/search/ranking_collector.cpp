#include "search/ranking_collector.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "index/schema.hpp"
#include "rank/ranked_search.hpp"
#include "search/column_facets.hpp"
#include "search/facets.hpp"
#include "search/order.hpp"
#include "search/ranking_expression.hpp"
#include "search/tail_source.hpp"
#include "search/xapian_collector.hpp"
#include "search/xapian_query.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

constexpr unsigned word_bits = rank::WindowBits::word_bits;

/// A set of the file's documents.
using Bits = std::vector<std::uint64_t>;

/// The same score, but for the order in which its parts were added up.
bool same_score(double a, double b) {
    constexpr double rounding = 1e-12;
    return std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

class RankingCollector {
  public:
    RankingCollector(index::Snapshot& snapshot, const PlanNode& plan, const SearchRequest& request,
                     Deadline& deadline)
        : database_(snapshot.database),
          ranking_(*snapshot.ranking),
          request_(request),
          deadline_(deadline),
          facets_(request.facets),
          collapse_(request.collapse &&
                    snapshot.frequency(std::string(schema::duplicate_mark)) > 0),
          table_(ranking_.table()) {
        ranking_.bound_memory();
        model_ = {request.profile.bm25, database_.get_avlength()};
        ranking_.set_model(model_);
        bound_ = bind_plan(plan, snapshot);
        if (deadline.exists()) table_.stop = [&deadline] { return deadline.look(); };
        if (collapse_) groups_ = ranking_.groups();
        if (ranking_.has_tail(database_)) {
            tail_.emplace(snapshot,
                          Xapian::Query(Xapian::Query::OP_FILTER, to_xapian(plan, deadline),
                                        Xapian::Query(&tail_source_)),
                          request, &ranking_.mark());
        }
    }

    Collected run() {
        Collected collected;
        const std::uint64_t everything = database_.get_doccount();
        const std::uint64_t first = std::min(request_.offset, everything);
        const std::uint64_t end = first + std::min(request_.limit, everything - first);
        const std::uint64_t wanted = end > first ? end : 0;
        const std::vector<Candidate> best = candidates(wanted);
        for (std::size_t i = first; i < best.size(); ++i) {
            collected.page.push_back({best[i].docid, score(best[i])});
            collected.duplicates.push_back(duplicates_of(best[i]));
        }
        const bool all_seen = best.size() < wanted;
        collected.total = all_seen && request_.facets.empty() ? best.size() : total();
        collected.complete = !deadline_.look();
        // The later passes may have seen less than the first.
        if (!collected.complete)
            collected.total = std::max(collected.total, std::uint64_t{best.size()});
        if (!request_.facets.empty()) collected.facets = facets_.facets();
        return collected;
    }

  private:
    /// A document of the file or of the tail.
    struct Candidate {
        Xapian::docid docid = 0;
        double score = 0;  ///< by words, or for other orders by what they go by
        std::optional<std::uint32_t> ordinal = {};  ///< if it is one of the file's
    };

    /// The best of file and tail together.
    std::vector<Candidate> candidates(std::uint64_t limit) {
        return merged(from_file(table_, limit),
                      tail_ ? from(*tail_, limit) : std::vector<Candidate>(), limit);
    }

    std::vector<Candidate> from_file(const rank::DocumentTable& table, std::uint64_t limit) {
        const rank::RankedRequest request = {
            .limit = limit, .model = model_, .groups = groups_, .sort_keys = sort_keys()};
        std::vector<Candidate> found;
        for (const rank::Ranked& ranked : rank::best_documents(bound_.root, table, request))
            found.push_back(
                {ranking_.file().docids()[ranked.ordinal], ranked.score, ranked.ordinal});
        return found;
    }

    std::span<const double> sort_keys() {
        switch (request_.sort) {
            case Sort::relevance:
                return {};
            case Sort::newest:
                return ranking_.newest_first();
            case Sort::oldest:
                return ranking_.oldest_first();
            case Sort::points:
                return ranking_.or_least(schema::field("points").slot);
            case Sort::comments:
                return ranking_.or_least(schema::field("comments").slot);
        }
        return {};
    }

    static std::vector<Candidate> from(const XapianSearch& search, std::uint64_t limit) {
        std::vector<Candidate> found;
        for (const FoundDocument& document : search.best(0, limit))
            found.push_back({document.docid, document.score});
        return found;
    }

    std::vector<Candidate> merged(std::vector<Candidate> file, std::vector<Candidate> tail,
                                  std::uint64_t limit) {
        if (tail.empty()) return file;
        std::vector<Candidate> both;
        std::merge(file.begin(), file.end(), tail.begin(), tail.end(), std::back_inserter(both),
                   [this](const Candidate& a, const Candidate& b) { return comes_first(a, b); });
        if (collapse_) {
            std::unordered_set<std::string> seen;
            std::erase_if(both, [&](const Candidate& candidate) {
                const std::string group = group_of(candidate);
                return !group.empty() && !seen.insert(group).second;
            });
        }
        both.resize(std::min<std::uint64_t>(both.size(), limit));
        return both;
    }

    bool comes_first(const Candidate& a, const Candidate& b) const {
        if (request_.sort == Sort::relevance && !same_score(a.score, b.score))
            return a.score > b.score;
        return sort_key(database_.get_document(a.docid), request_.sort) >
               sort_key(database_.get_document(b.docid), request_.sort);
    }

    std::string group_of(const Candidate& candidate) const {
        return database_.get_document(candidate.docid).get_value(schema::group_slot);
    }

    /// Where other things than words put documents in order, their words still have a score.
    double score(const Candidate& candidate) {
        if (!candidate.ordinal || request_.sort == Sort::relevance) return candidate.score;
        return rank::score_of(bound_.root, table_, model_, *candidate.ordinal);
    }

    /// What is live among `bits`.
    Bits live_among(Bits bits) const {
        for (std::size_t i = 0; i < table_.live.size() && i < bits.size(); ++i)
            bits[i] &= table_.live[i];
        return bits;
    }

    rank::DocumentTable only(const Bits& bits) const {
        rank::DocumentTable table = table_;
        table.live = bits;
        return table;
    }

    std::uint64_t total() {
        if (!collapse_ && request_.facets.empty()) {
            return rank::count_matches(bound_.root, table_) + (tail_ ? tail_->count(nullptr) : 0);
        }
        const Counted file = count_file();
        if (!collapse_) return file.alone + (tail_ ? tail_->count(facets()) : 0);
        const Xapian::Query mark{std::string(schema::duplicate_mark)};
        const std::uint64_t alone =
            file.alone + (tail_ ? tail_->excluding(mark).count(facets()) : 0);
        if (!tail_ && facets() == nullptr) return alone + file.groups;
        return alone + count_groups(mark);
    }

    /// What the file's documents come to.
    struct Counted {
        std::uint64_t alone = 0;  ///< documents in no group, or all where nothing collapses
        std::uint64_t groups = 0;
    };

    /// Counts matches, and the values of those that are alone.
    Counted count_file() {
        Counted counted;
        std::unordered_set<std::uint32_t> groups;
        std::optional<ColumnFacets> columns;
        if (facets() != nullptr) columns.emplace(ranking_, facets_);
        rank::for_each_match(
            bound_.root, table_, [&](std::uint32_t first, const rank::WindowBits& found) {
                rank::WindowBits alone = found;
                if (collapse_) {
                    rank::WindowBits grouped = found;
                    grouped &= window_of(ranking_.grouped(), first);
                    alone.remove(grouped);
                    grouped.for_each([&](std::uint32_t i) { groups.insert(groups_[first + i]); });
                }
                counted.alone += alone.count();
                if (columns) columns->count(first, alone);
            });
        if (columns) columns->finish();
        counted.groups = groups.size();
        return counted;
    }

    static rank::WindowBits window_of(const Bits& bits, std::uint32_t first) {
        rank::WindowBits window;
        const std::size_t begin = first / word_bits;
        for (std::size_t i = 0; i < window.words.size() && begin + i < bits.size(); ++i)
            window.words[i] = bits[begin + i];
        return window;
    }

    /// Of each group one document stands for all: the best. Counts these and their values.
    std::uint64_t count_groups(const Xapian::Query& mark) {
        const std::uint64_t everything = database_.get_doccount();
        const Bits grouped = live_among(ranking_.grouped());
        const std::vector<Candidate> best = merged(
            from_file(only(grouped), ranking_.file().documents()),
            tail_ ? from(tail_->within(mark), everything) : std::vector<Candidate>(), everything);
        if (facets() != nullptr) {
            for (const Candidate& candidate : best)
                facets_.count(database_.get_document(candidate.docid));
        }
        return best.size();
    }

    FacetCounter* facets() { return request_.facets.empty() ? nullptr : &facets_; }

    std::uint64_t duplicates_of(const Candidate& candidate) {
        if (!collapse_) return 0;
        if (candidate.ordinal && groups_[*candidate.ordinal] == 0) return 0;
        const std::string group = group_of(candidate);
        if (group.empty()) return 0;
        const std::string term = std::string(schema::duplicate_group_prefix) + group;
        std::uint64_t all = tail_ ? tail_->within(Xapian::Query(term)).count(nullptr) : 0;
        for (auto it = database_.postlist_begin(term); it != database_.postlist_end(term); ++it) {
            const auto ordinal = ranking_.file().ordinal(*it);
            if (ordinal && table_.is_live(*ordinal) && rank::matches(bound_.root, *ordinal)) ++all;
        }
        return all - std::min<std::uint64_t>(all, 1);
    }

    const Xapian::Database& database_;
    index::RankingSnapshot& ranking_;
    const SearchRequest& request_;
    Deadline& deadline_;
    FacetCounter facets_;
    bool collapse_;
    rank::DocumentTable table_;
    rank::ScoringModel model_;
    BoundPlan bound_;
    std::span<const std::uint32_t> groups_;
    TailSource tail_source_{ranking_.mark()};
    std::optional<XapianSearch> tail_;  ///< if there is a tail
};

}  // namespace

Collected collect_with_ranking(index::Snapshot& snapshot, const PlanNode& plan,
                               const SearchRequest& request, Deadline& deadline) {
    return RankingCollector(snapshot, plan, request, deadline).run();
}

}  // namespace kb::search
