#include "index/posting_check.hpp"

#include <cstddef>
#include <limits>
#include <vector>

namespace kb::index {

namespace {

/// Bounds memory, for queries may be of many terms.
constexpr std::size_t most_seen = 100'000;
/// Longer lists would take longer to look through than a search may: they are believed.
constexpr Xapian::doccount longest_list = 1'000'000;

[[noreturn]] void throw_leads_back(const std::string& term) {
    throw Xapian::DatabaseCorruptError("the postings of a term lead back", term);
}

/// A list as an AND sees it, which skips to documents and believes that it gets there.
class List {
  public:
    List(const Xapian::Database& database, const std::string& term)
        : term_(term),
          last_(database.get_lastdocid()),
          it_(database.postlist_begin(term)),
          end_(database.postlist_end(term)) {}

    void skip_to(Xapian::docid document) {
        if (it_ == end_) return;
        it_.skip_to(document);
        if (it_ != end_ && *it_ < document) throw_leads_back(term_);
    }
    void skip_to_end() {
        while (it_ != end_) {
            const Xapian::docid document = *it_;
            if (document > last_) throw_leads_back(term_);
            if (document == std::numeric_limits<Xapian::docid>::max()) return;
            skip_to(document + 1);
        }
    }

  private:
    const std::string& term_;
    Xapian::docid last_;
    Xapian::PostingIterator it_;
    Xapian::PostingIterator end_;
};

void look_through(const Xapian::Database& database, const std::string& term) {
    const Xapian::doccount documents =
        term.empty() ? database.get_doccount() : database.get_termfreq(term);
    if (documents <= longest_list) List(database, term).skip_to_end();
}

void look_through_tail(const Xapian::Database& database, const std::string& term,
                       const RankingMark& mark) {
    List list(database, term);
    for (const Xapian::docid document : mark.changed)
        list.skip_to(document);
    if (mark.last_docid == std::numeric_limits<Xapian::docid>::max()) return;
    list.skip_to(mark.last_docid + 1);
    list.skip_to_end();
}

/// The terms of a query, and the empty one, which stands for the list of all documents, where
/// Xapian keeps one.
std::vector<std::string> terms_of(const Xapian::Database& database, const Xapian::Query& query) {
    std::vector<std::string> terms(query.get_unique_terms_begin(), query.get_unique_terms_end());
    if (database.get_doccount() != database.get_lastdocid()) terms.emplace_back();
    return terms;
}

}  // namespace

void PostingCheck::require(const Xapian::Database& database, const Xapian::Query& query) {
    for (const std::string& term : terms_of(database, query)) {
        const auto seen = seen_.find(term);
        if (seen != seen_.end() && seen->second == Seen::all) continue;
        look_through(database, term);
        keep(term, Seen::all);
    }
}

void PostingCheck::require_tail(const Xapian::Database& database, const Xapian::Query& query,
                                const RankingMark& mark) {
    for (const std::string& term : terms_of(database, query)) {
        if (seen_.contains(term)) continue;
        // An AND begins with the shortest list, which it asks for all its documents.
        if (!term.empty() && database.get_termfreq(term) <= mark.tail(database)) {
            look_through(database, term);
            keep(term, Seen::all);
        } else {
            look_through_tail(database, term, mark);
            keep(term, Seen::tail);
        }
    }
}

void PostingCheck::keep(const std::string& term, Seen seen) {
    if (seen_.size() == most_seen) seen_.clear();
    seen_[term] = seen;
}

}  // namespace kb::index
