#include "search/ranked_page.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "index/schema.hpp"
#include "search/collector.hpp"
#include "search/filters.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Documents = std::vector<RankedDocument>;

RankedPage run(index::Snapshot& snapshot, const PlanNode& plan, const SearchRequest& request,
               Deadline& deadline) {
    Collected collected = collect(snapshot, plan, request, deadline);
    RankedPage page;
    for (std::size_t i = 0; i < collected.page.size(); ++i) {
        const FoundDocument& found = collected.page[i];
        page.documents.push_back({found.docid, {.words = found.score}, collected.duplicates[i]});
    }
    page.total = collected.total;
    page.complete = collected.complete;
    page.facets = std::move(collected.facets);
    return page;
}

bool looks_again(const SearchRequest& request) {
    return request.sort == Sort::relevance && request.limit > 0 && request.profile.window > 0;
}

/// Documents with the title asked for, of which some may not be among the best by words.
Documents titled(index::Snapshot& snapshot, const PlanNode& plan, const std::string& title_term,
                 const SearchRequest& request, Deadline& deadline) {
    if (title_term.empty()) return {};
    Documents found = best_by_words(snapshot, restricted(plan, {AnyTerm{{title_term}}}), request,
                                    request.profile.window, deadline);
    if (request.collapse) {  // another of its group may stand for it
        std::erase_if(found, [&](const RankedDocument& document) {
            return !snapshot.database.get_document(document.docid)
                        .get_value(schema::group_slot)
                        .empty();
        });
    }
    return found;
}

/// Takes the first `window` documents off the front of `documents`, and joins those of `more` that
/// are not among them to these, wherever else they stood.
Documents take_window(Documents& documents, std::size_t window, const Documents& more) {
    const auto size = static_cast<std::ptrdiff_t>(std::min(window, documents.size()));
    Documents taken(documents.begin(), documents.begin() + size);
    documents.erase(documents.begin(), documents.begin() + size);
    std::unordered_set<Xapian::docid> known;
    for (const RankedDocument& document : taken)
        known.insert(document.docid);
    std::unordered_set<Xapian::docid> joined;
    for (const RankedDocument& document : more) {
        if (!known.insert(document.docid).second) continue;
        taken.push_back(document);
        joined.insert(document.docid);
    }
    std::erase_if(documents,
                  [&](const RankedDocument& document) { return joined.contains(document.docid); });
    return taken;
}

/// The documents that a page shows.
void cut(Documents& documents, std::uint64_t offset, std::uint64_t limit) {
    const std::uint64_t first = std::min<std::uint64_t>(offset, documents.size());
    documents.erase(documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(first));
    documents.resize(std::min<std::uint64_t>(limit, documents.size()));
}

/// The words of a query that holds nothing but words side by side, in order; else nothing.
std::string words_of(const ast::Node& node) {
    if (const auto* word = std::get_if<ast::Word>(&node.value))
        return word->field == ast::Field::any ? word->text : std::string();
    if (const auto* phrase = std::get_if<ast::Phrase>(&node.value))
        return phrase->field == ast::Field::any ? phrase->text : std::string();
    const auto* group = std::get_if<ast::Group>(&node.value);
    if (group == nullptr) return {};
    std::string words;
    for (const ast::Clause& clause : group->clauses) {
        if (clause.occur == ast::Occur::must_not || is_filter(clause.node)) continue;
        if (std::holds_alternative<ast::Group>(clause.node.value)) return {};
        const std::string more = words_of(clause.node);
        if (more.empty()) return {};
        words.append(words.empty() ? "" : " ").append(more);
    }
    return words;
}

}  // namespace

std::string title_term(const ast::Node& root, index::Snapshot& snapshot) {
    const std::string words = words_of(root);
    if (words.empty()) return {};
    std::string term = schema::title_words_term(snapshot.analyzer.analyze(words, {}));
    return !term.empty() && snapshot.frequency(term) > 0 ? term : std::string();
}

std::vector<RankedDocument> best_by_words(index::Snapshot& snapshot, const PlanNode& plan,
                                          const SearchRequest& request, std::uint64_t limit,
                                          Deadline& deadline) {
    SearchRequest narrow = request;
    narrow.sort = Sort::relevance;
    narrow.offset = 0;
    narrow.limit = limit;
    narrow.facets.clear();
    return run(snapshot, plan, narrow, deadline).documents;
}

RankedPage rank_page(index::Snapshot& snapshot, const PlanNode& plan, const std::string& title_term,
                     const SearchRequest& request, Timestamp now, Deadline& deadline) {
    if (!looks_again(request)) return run(snapshot, plan, request, deadline);
    const RankingProfile& profile = request.profile;
    const std::string wanted_title = profile.title_first ? title_term : std::string();
    const Documents with_title = titled(snapshot, plan, wanted_title, request, deadline);

    const std::uint64_t everything = snapshot.database.get_doccount();
    SearchRequest wide = request;
    wide.offset = 0;
    wide.limit = std::min(request.offset, everything) + std::min(request.limit, everything);
    wide.limit = std::max<std::uint64_t>(wide.limit, profile.window + 1) + with_title.size();
    RankedPage page = run(snapshot, plan, wide, deadline);

    Documents window = take_window(page.documents, profile.window, with_title);
    const double floor = page.documents.empty() ? 0.0 : page.documents.front().parts.words;
    SecondPass{profile, now, wanted_title, floor}.run(snapshot, window);
    page.documents.insert(page.documents.begin(), window.begin(), window.end());
    cut(page.documents, request.offset, request.limit);
    return page;
}

}  // namespace kb::search
