#include "search/similar.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/schema.hpp"
#include "rank/bm25.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

struct TellingTerm {
    std::string term;
    double weight = 0;
};

/// Numbers and single letters name nothing.
bool may_tell(std::string_view stem) {
    const bool has_letter = std::any_of(stem.begin(), stem.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    });
    return has_letter && stem.size() > 1;
}

/// The scored terms of a document, those first that it would rank highest for.
std::vector<TellingTerm> telling_terms(const Xapian::Database& database, Xapian::docid document,
                                       const Bm25Parameters& parameters) {
    const std::uint64_t documents = database.get_doccount();
    const double length = database.get_doclength(document);
    std::vector<TellingTerm> terms;
    auto it = database.termlist_begin(document);
    for (it.skip_to(std::string(schema::stem_prefix)); it != database.termlist_end(document);
         ++it) {
        std::string term = *it;
        if (!term.starts_with(schema::stem_prefix)) break;
        const std::size_t colon = term.find(':');
        if (colon == std::string::npos || term.starts_with(schema::title_stem_prefix)) continue;
        const Xapian::doccount frequency = it.get_termfreq();
        // What no other document holds finds none.
        if (frequency < 2 || !may_tell(std::string_view(term).substr(colon + 1))) continue;
        const rank::Bm25Scorer scorer(parameters, database.get_average_length(),
                                      rank::inverse_document_frequency(documents, frequency));
        terms.push_back({std::move(term), scorer.score(it.get_wdf(), length)});
    }
    const auto better = [](const TellingTerm& a, const TellingTerm& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
    };
    const std::size_t kept = std::min(terms.size(), max_similar_terms);
    std::partial_sort(terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(kept), terms.end(),
                      better);
    terms.resize(kept);
    return terms;
}

/// The document and its near-duplicates.
PlanNode itself(const Xapian::Database& database, Xapian::docid document) {
    const Xapian::Document found = database.get_document(document);
    AnyTerm any;
    auto id = database.termlist_begin(document);
    id.skip_to(schema::id_term({}));
    if (id != database.termlist_end(document)) any.terms.push_back(*id);
    const std::string group = found.get_value(schema::group_slot);
    if (!group.empty()) any.terms.push_back(std::string(schema::duplicate_group_prefix) + group);
    if (any.terms.empty()) return {};
    return {std::move(any)};
}

}  // namespace

Plan plan_similar(const index::Snapshot& snapshot, Xapian::docid document,
                  const Bm25Parameters& parameters) {
    Plan plan;
    std::vector<PlanNode> words;
    for (TellingTerm& telling : telling_terms(snapshot.database, document, parameters)) {
        plan.highlights.push_back({ast::Field::any, HighlightTarget::Match::stem,
                                   telling.term.substr(schema::stem_prefix.size()),
                                   telling.weight});
        words.push_back({Word{{std::move(telling.term)}, telling.weight}});
    }
    plan.root = excluding(any_of(std::move(words)), itself(snapshot.database, document));
    return plan;
}

}  // namespace kb::search
