#include "search/second_pass.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <unordered_map>

#include "index/schema.hpp"
#include "rank/priors.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

/// How little of its own score a document keeps where it is put at the end of the window: enough to
/// keep the order of those put there.
constexpr double trace = 1e-9;

/// Calls visit(document, value) for those that have a value in a slot. Xapian's lists of values are
/// read in the order of document ids.
void for_each_value(const Xapian::Database& database, std::uint32_t slot,
                    std::vector<RankedDocument>& documents,
                    const std::function<void(RankedDocument&, const std::string&)>& visit) {
    if (database.get_value_freq(slot) == 0) return;
    std::vector<std::size_t> places(documents.size());
    std::iota(places.begin(), places.end(), 0);
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return documents[a].docid < documents[b].docid;
    });
    auto values = database.valuestream_begin(slot);
    for (const std::size_t place : places) {
        RankedDocument& document = documents[place];
        values.skip_to(document.docid);
        if (values == database.valuestream_end(slot)) return;
        if (values.get_docid() == document.docid) visit(document, *values);
    }
}

/// Calls visit(document, number) for those that have a number in a slot: by the ranking file where
/// it knows the document, for that is much faster.
void for_each_number(const index::Snapshot& snapshot, std::uint32_t slot,
                     std::vector<RankedDocument>& documents,
                     const std::function<void(RankedDocument&, double)>& visit) {
    if (!snapshot.ranking) {
        for_each_value(snapshot.database, slot, documents,
                       [&](RankedDocument& document, const std::string& value) {
                           visit(document, Xapian::sortable_unserialise(value));
                       });
        return;
    }
    const rank::RankingFile& file = snapshot.ranking->file();
    const rank::DocumentTable table = snapshot.ranking->table();
    const std::span<const double> numbers = file.numbers(slot);
    for (RankedDocument& document : documents) {
        const auto ordinal = file.ordinal(document.docid);
        if (ordinal && table.is_live(*ordinal)) {
            if (*ordinal < numbers.size() && !std::isnan(numbers[*ordinal]))
                visit(document, numbers[*ordinal]);
            continue;
        }
        const std::string value = snapshot.database.get_document(document.docid).get_value(slot);
        if (!value.empty()) visit(document, Xapian::sortable_unserialise(value));
    }
}

void sort_by_score(std::vector<RankedDocument>& documents) {
    std::stable_sort(documents.begin(), documents.end(), [](const auto& a, const auto& b) {
        return a.parts.total() > b.parts.total();
    });
}

}  // namespace

void SecondPass::add_priors(const index::Snapshot& snapshot, double best,
                            std::vector<RankedDocument>& window) const {
    const PriorParameters& priors = profile.priors;
    if (priors.recency > 0) {
        const double half_age = std::chrono::duration<double>(priors.half_age).count();
        // A whole day, so that the pages of one result fit together.
        const Timestamp midnight = std::chrono::floor<std::chrono::days>(now);
        const auto today = static_cast<double>(midnight.time_since_epoch().count());
        for_each_number(snapshot, schema::field("date").slot, window,
                        [&](RankedDocument& document, double date) {
                            document.parts.recency =
                                priors.recency * best * rank::recency(today - date, half_age);
                        });
    }
    if (priors.popularity > 0) {
        std::unordered_map<Xapian::docid, double> attention;
        for (const char* field : {"points", "comments"}) {
            for_each_number(snapshot, schema::field(field).slot, window,
                            [&](const RankedDocument& document, double number) {
                                attention[document.docid] += number;
                            });
        }
        for (RankedDocument& document : window) {
            const auto found = attention.find(document.docid);
            if (found == attention.end()) continue;
            document.parts.popularity = priors.popularity * best * rank::popularity(found->second);
        }
    }
}

void SecondPass::add_titles(const Xapian::Database& database, double best,
                            std::vector<RankedDocument>& window) const {
    if (title_term.empty()) return;
    // More than all that another document can have.
    const double bonus = best * (1.0 + profile.priors.recency + profile.priors.popularity);
    std::unordered_map<Xapian::docid, RankedDocument*> documents;
    for (RankedDocument& document : window)
        documents.emplace(document.docid, &document);
    for (auto it = database.postlist_begin(title_term); it != database.postlist_end(title_term);
         ++it) {
        const auto found = documents.find(*it);
        if (found != documents.end()) found->second->parts.title = bonus;
    }
}

void SecondPass::thin_out_parts(const Xapian::Database& database,
                                std::vector<RankedDocument>& window) const {
    std::unordered_map<Xapian::docid, std::string> pages;
    for_each_value(database, schema::field("parent").slot, window,
                   [&](const RankedDocument& document, const std::string& value) {
                       pages.emplace(document.docid, value);
                   });
    if (pages.empty()) return;
    std::unordered_map<std::string, std::uint32_t> seen;
    for (RankedDocument& document : window) {
        const auto page = pages.find(document.docid);
        if (page == pages.end() || document.parts.title > 0) continue;
        const std::uint32_t place = ++seen[page->second];
        if (place <= profile.parts_of_a_page) continue;
        const double total = document.parts.total();
        const double less = total * profile.parts_of_a_page / place;
        const double least = floor * (1.0 + trace) + total * trace;
        document.parts.crowding = std::min(std::max(less, least) - total, 0.0);
    }
    sort_by_score(window);
}

void SecondPass::run(const index::Snapshot& snapshot, std::vector<RankedDocument>& window) const {
    double best = 0;
    for (const RankedDocument& document : window)
        best = std::max(best, document.parts.words);
    add_priors(snapshot, best, window);
    add_titles(snapshot.database, best, window);
    sort_by_score(window);
    if (profile.parts_of_a_page > 0) thin_out_parts(snapshot.database, window);
}

}  // namespace kb::search
