#include "kb/searcher.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "index/generation.hpp"
#include "index/schema.hpp"
#include "index/snapshot.hpp"
#include "index/stored_document.hpp"
#include "index/subscription_store.hpp"
#include "kb/error.hpp"
#include "kb/query.hpp"
#include "search/explain.hpp"
#include "search/explain_parts.hpp"
#include "search/feedback.hpp"
#include "search/highlighter.hpp"
#include "search/plan.hpp"
#include "search/ranked_page.hpp"
#include "search/similar.hpp"
#include "search/snippet.hpp"
#include "search/spelling.hpp"
#include "search/suggest.hpp"
#include "search/word_weights.hpp"
#include "search/xapian_query.hpp"

namespace kb {

namespace {

namespace schema = index::schema;

Timestamp current_time() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// A day: longer ones are as good as none, and no sum overflows.
constexpr std::chrono::milliseconds longest_timeout = std::chrono::hours(24);

std::vector<std::string> messages(const Query& query) {
    std::vector<std::string> messages;
    for (const Diagnostic& diagnostic : query.diagnostics)
        messages.push_back(diagnostic.message);
    return messages;
}

void refuse_warnings(const std::vector<std::string>& warnings) {
    if (warnings.empty()) return;
    throw Error(ErrorCode::invalid_argument, "query: " + warnings.front(),
                "without --strict it would be searched all the same");
}

std::optional<Xapian::docid> first_with(const Xapian::Database& database, const std::string& term) {
    const auto found = database.postlist_begin(term);
    if (found == database.postlist_end(term)) return std::nullopt;
    return *found;
}

std::optional<Xapian::docid> find_document(const Xapian::Database& database, std::string_view id) {
    return first_with(database, schema::id_term(id));
}

bool asks_for_something(const Query& query) {
    const auto* group = std::get_if<ast::Group>(&query.root.value);
    return group == nullptr || !group->clauses.empty();
}

/// What a query comes to, with what the profile says of its words.
search::Plan plan_query(const SearchRequest& request, const Query& query, index::Snapshot& snapshot,
                        search::Deadline& deadline) {
    const ast::Node root =
        search::weigh_words(query.root, snapshot.languages, request.profile.function_word_weight);
    return search::make_plan(root, request.match, snapshot, deadline);
}

/// What resembles a document, within what a query comes to.
search::Plan plan_similar(const SearchRequest& request, const Query& query, search::Plan asked,
                          index::Snapshot& snapshot) {
    const auto document = find_document(snapshot.database, *request.similar_to);
    if (!document) {
        throw Error(ErrorCode::not_found, "there is no document with the id " + *request.similar_to,
                    "ids are what --format ids prints; find one with a search first");
    }
    search::Plan similar = search::plan_similar(snapshot, *document, request.profile.bm25);
    similar.warnings = std::move(asked.warnings);
    if (asks_for_something(query)) {
        similar.root = search::restricted(std::move(similar.root), std::move(asked.root));
    }
    return similar;
}

/// What the request comes to.
search::Plan make_plan(const SearchRequest& request, const Query& query, index::Snapshot& snapshot,
                       search::Deadline& deadline) {
    search::Plan plan = plan_query(request, query, snapshot, deadline);
    if (request.similar_to) return plan_similar(request, query, std::move(plan), snapshot);
    if (request.profile.feedback.documents > 0)
        plan.root = search::with_feedback(std::move(plan.root), request, snapshot, deadline);
    return plan;
}

void add_hits(const std::vector<search::RankedDocument>& documents, const SearchRequest& request,
              const Xapian::Database& database, search::Highlighter& highlighter,
              search::Deadline& deadline, Results& results) {
    std::uint64_t rank = request.offset;
    for (const search::RankedDocument& found : documents) {
        deadline.throw_if_cancelled();
        Hit hit;
        hit.rank = ++rank;
        hit.parts = found.parts;
        hit.score = found.parts.total();
        hit.document = index::decode_stored(
            database.get_document(found.docid, Xapian::DOC_ASSUME_VALID).get_data());
        hit.duplicates = found.duplicates;
        const std::string& lang = hit.document.lang;
        hit.title_highlights = search::title_highlights(highlighter, hit.document.title, lang);
        search::Snippet snippet =
            search::make_snippet(highlighter, hit.document.text, lang,
                                 {request.snippet_length, request.snippet_fragments});
        hit.snippet = std::move(snippet.text);
        hit.snippet_highlights = std::move(snippet.highlights);
        hit.document.text.clear();
        results.hits.push_back(std::move(hit));
    }
}

std::string stopped_after(const SearchRequest& request) {
    return "stopped after " + std::to_string(request.timeout.count()) + " ms: ";
}

void explain_hits(const std::vector<search::RankedDocument>& documents,
                  const SearchRequest& request, const search::Plan& plan, index::Snapshot& snapshot,
                  search::Deadline& deadline, Results& results) {
    snapshot.postings.require(snapshot.database, search::to_xapian(plan.root));
    for (std::size_t i = 0; i < documents.size(); ++i) {
        deadline.throw_if_cancelled();
        if (deadline.look()) {
            results.warnings.push_back(
                stopped_after(request) + std::to_string(documents.size() - i) + " of " +
                std::to_string(documents.size()) + " hits are not explained");
            return;
        }
        const search::RankedDocument& found = documents[i];
        results.hits[i].explanation = search::explain_parts(
            search::explain(snapshot.database, plan.root, request.profile.bm25, found.docid,
                            found.parts.words),
            found.parts);
    }
}

/// The query in a better-known spelling that finds something.
std::optional<std::string> did_you_mean(const SearchRequest& request, const Query& query,
                                        Timestamp now, search::Deadline& deadline,
                                        index::Snapshot& snapshot) {
    deadline.throw_if_cancelled();
    if (deadline.passed()) return std::nullopt;
    std::optional<std::string> better =
        search::better_spelling(request.query, query.root, snapshot);
    if (!better) return std::nullopt;
    const Query corrected = parse_query(*better, {.now = now});
    const search::Plan plan = search::make_plan(corrected.root, request.match, snapshot, deadline);
    if (!search::finds_anything(snapshot, plan.root)) return std::nullopt;
    return better;
}

search::Deadline deadline_of(const SearchRequest& request,
                             search::Deadline::Clock::time_point start) {
    if (request.timeout <= std::chrono::milliseconds::zero())
        return {{}, request.stop, request.interrupted};
    return {start + std::min(request.timeout, longest_timeout), request.stop, request.interrupted};
}

/// What a search that ended early has to say, if anything.
void report_end(const SearchRequest& request, const search::RankedPage& page,
                search::Deadline& deadline, Results& results) {
    deadline.throw_if_cancelled();
    results.total_exact = page.complete;
    if (page.complete) return;
    results.warnings.push_back(stopped_after(request) + "there may be more and better results");
}

Results answer(const SearchRequest& request, const Query& query, Timestamp now,
               search::Deadline& deadline, index::Snapshot& snapshot) {
    Results results;
    results.query = request.query;
    results.parsed = to_string(query.root);
    results.warnings = messages(query);
    search::Plan plan = make_plan(request, query, snapshot, deadline);
    if (request.strict) refuse_warnings(plan.warnings);
    std::move(plan.warnings.begin(), plan.warnings.end(), std::back_inserter(results.warnings));
    const std::string title =
        request.similar_to ? std::string() : search::title_term(query.root, snapshot);
    search::RankedPage page = search::rank_page(snapshot, plan.root, title, request, now, deadline);
    report_end(request, page, deadline, results);
    results.total = page.total;
    results.facets = std::move(page.facets);
    search::Highlighter highlighter(plan.highlights, snapshot.analyzer);
    add_hits(page.documents, request, snapshot.database, highlighter, deadline, results);
    if (!request.similar_to)
        results.did_you_mean = did_you_mean(request, query, now, deadline, snapshot);
    if (request.explain) explain_hits(page.documents, request, plan, snapshot, deadline, results);
    deadline.throw_if_cancelled();
    return results;
}

/// The ranking file is looked at as a whole: searches only see the parts that they read.
std::string ranking_problem(const index::Snapshot& snapshot) {
    if (!snapshot.ranking) return snapshot.ranking_problem;
    try {
        snapshot.ranking->file().verify();
        return {};
    } catch (const rank::DamagedFile& damage) {
        return std::string("the ranking file cannot be used: ") + damage.what();
    }
}

IndexStats statistics(const index::Snapshot& snapshot) {
    IndexStats stats;
    const std::string problem = ranking_problem(snapshot);
    if (!problem.empty()) {
        stats.warnings.push_back(problem +
                                 "; searches are right without it, but slower: kbindex compact "
                                 "makes it anew");
    }
    const Xapian::Database& database = snapshot.database;
    stats.documents = database.get_doccount();
    for (auto it = database.allterms_begin(); it != database.allterms_end(); ++it)
        ++stats.terms;
    stats.bytes = index::bytes_on_disk(snapshot.generation);
    stats.last_commit = parse_timestamp(database.get_metadata(schema::commit_time_key));
    constexpr auto last_kind = static_cast<std::uint8_t>(Kind::article);
    for (std::uint8_t number = 0; number <= last_kind; ++number) {
        const Kind kind{number};
        const auto count =
            database.get_termfreq(schema::filter_term(schema::field("kind"), to_string(kind)));
        if (count > 0) stats.kinds.emplace_back(kind, count);
    }
    return stats;
}

Document stored_document(const Xapian::Database& database, Xapian::docid id) {
    return index::decode_stored(database.get_document(id).get_data());
}

/// Visits documents in the order of their id terms, which is the order of ids but among long ids
/// with a common beginning: those are gathered and sorted. Can go on in a newer commit where an
/// older one broke off.
class OrderedVisit {
  public:
    /// Of documents whose ids begin so (of long ones: in their first long_id_prefix bytes).
    OrderedVisit(std::string_view beginning, const std::function<bool(const Document&)>& visit)
        : prefix_(schema::id_term(beginning.substr(0, schema::long_id_prefix))), visit_(visit) {}

    /// Goes on to the end. Throws Xapian::Error.
    void run(const Xapian::Database& database) {
        auto it = database.allterms_begin(prefix_);
        if (!last_.empty()) it.skip_to(last_);
        for (; it != database.allterms_end(prefix_); ++it) {
            const std::string term = *it;
            if (term == last_) continue;
            const auto document = first_with(database, term);
            if (!document) throw Xapian::DatabaseCorruptError("an id of no document");
            if (!add(term, stored_document(database, *document))) return;
        }
        flush();
    }

    /// The term of the last document that it came to; empty: none.
    const std::string& last() const noexcept { return last_; }

  private:
    bool add(const std::string& id_term, const Document& document) {
        last_ = id_term;
        const std::string_view beginning = std::string_view(id_term).substr(
            0, schema::id_term({}).size() + schema::long_id_prefix);
        if (beginning != common_ && !flush()) return false;
        if (id_term.size() < schema::long_id_prefix) return visit_(document);
        common_ = beginning;
        gathered_.push_back(document);
        return true;
    }

    bool flush() {
        std::sort(gathered_.begin(), gathered_.end(),
                  [](const Document& a, const Document& b) { return a.id < b.id; });
        const bool go_on = std::all_of(gathered_.begin(), gathered_.end(), visit_);
        gathered_.clear();
        common_.clear();
        return go_on;
    }

    std::string prefix_;
    const std::function<bool(const Document&)>& visit_;
    std::string last_;
    std::string common_;
    std::vector<Document> gathered_;
};

}  // namespace

std::optional<Sort> parse_sort(std::string_view name) noexcept {
    constexpr std::array<std::pair<std::string_view, Sort>, 5> names = {
        {{"relevance", Sort::relevance},
         {"newest", Sort::newest},
         {"oldest", Sort::oldest},
         {"points", Sort::points},
         {"comments", Sort::comments}}};
    for (const auto& [known, sort] : names) {
        if (known == name) return sort;
    }
    return std::nullopt;
}

class Searcher::Impl {
  public:
    explicit Impl(const std::filesystem::path& directory) : snapshots(directory) {}
    index::SnapshotPool snapshots;
};

Searcher::Searcher(const std::filesystem::path& directory)
    : impl_(std::make_unique<Impl>(directory)) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

Results Searcher::search(const SearchRequest& request) const {
    const auto start = std::chrono::steady_clock::now();
    const Timestamp now = request.now ? *request.now : current_time();
    const Query query = parse_query(request.query, {.now = now});
    if (request.strict) refuse_warnings(messages(query));
    search::Deadline deadline = deadline_of(request, start);
    Results results = impl_->snapshots.read(
        [&](index::Snapshot& snapshot) { return answer(request, query, now, deadline, snapshot); });
    results.took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - start);
    return results;
}

std::vector<std::string> Searcher::suggest(std::string_view beginning, std::size_t limit) const {
    return impl_->snapshots.read(
        [&](index::Snapshot& snapshot) { return search::suggest(snapshot, beginning, limit); });
}

std::optional<Document> Searcher::document(std::string_view id) const {
    return impl_->snapshots.read([&](index::Snapshot& snapshot) -> std::optional<Document> {
        const auto found = find_document(snapshot.database, id);
        if (!found) return std::nullopt;
        return stored_document(snapshot.database, *found);
    });
}

std::vector<std::string> Searcher::ids(std::string_view beginning, std::size_t limit) const {
    return impl_->snapshots.read([&](const index::Snapshot& snapshot) {
        std::vector<std::string> ids;
        if (limit == 0) return ids;
        const std::function<bool(const Document&)> take = [&](const Document& document) {
            if (std::string_view(document.id).starts_with(beginning)) ids.push_back(document.id);
            return ids.size() < limit;
        };
        OrderedVisit(beginning, take).run(snapshot.database);
        return ids;
    });
}

void Searcher::for_each(const std::function<bool(const Document&)>& visit) const {
    OrderedVisit ordered({}, visit);
    for (bool overtaken = true; overtaken;) {
        overtaken = impl_->snapshots.read([&](index::Snapshot& snapshot) {
            const std::string before = ordered.last();
            try {
                ordered.run(snapshot.database);
                return false;
            } catch (const Xapian::DatabaseModifiedError&) {
                if (ordered.last() == before) throw;
                return true;
            }
        });
    }
}

std::vector<Subscription> Searcher::subscriptions() const {
    return impl_->snapshots.read([](const index::Snapshot& snapshot) {
        return index::read_subscriptions(snapshot.database);
    });
}

IndexStats Searcher::stats() const {
    return impl_->snapshots.read(statistics);
}

std::vector<std::string> ids_matching(const Searcher& searcher, const std::string& query,
                                      std::stop_token stop) {
    constexpr std::uint64_t page = 10'000;
    SearchRequest request;
    request.query = query;
    request.limit = page;
    request.snippet_length = 0;
    request.collapse = false;
    request.stop = std::move(stop);
    std::vector<std::string> ids;
    for (;; request.offset += page) {
        Results results = searcher.search(request);
        if (!results.warnings.empty()) {
            throw Error(ErrorCode::invalid_argument, "query: " + results.warnings.front(),
                        "a doubtful query chooses no documents");
        }
        for (Hit& hit : results.hits)
            ids.push_back(std::move(hit.document.id));
        if (results.hits.size() < page) return ids;
    }
}

}  // namespace kb
