#include "search/close_source.hpp"

#include <algorithm>
#include <span>

#include "rank/positions.hpp"

namespace kb::search {

namespace {

/// Reads the positions of a term in a document, ascending.
class PositionWalk {
  public:
    PositionWalk(const Xapian::Database& database, Xapian::docid document, const std::string& term)
        : at_(database.positionlist_begin(document, term)),
          end_(database.positionlist_end(document, term)) {}

    bool next() {
        if (begun_ && at_ != end_) ++at_;
        begun_ = true;
        return at_ != end_;
    }
    bool skip_to(std::uint64_t least) {
        while (at_ != end_ && *at_ < least)
            ++at_;
        return at_ != end_;
    }
    std::uint64_t position() const { return *at_; }

  private:
    Xapian::PositionIterator at_;
    Xapian::PositionIterator end_;
    bool begun_ = false;
};

}  // namespace

void CloseSource::init(const Xapian::Database& database) {
    database_ = database;
    earlier_ = rank::earlier_same(terms_);
    postings_.clear();
    most_ = database.get_doccount();
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        if (earlier_[i] != i) continue;
        postings_.push_back({database.postlist_begin(terms_[i]), database.postlist_end(terms_[i])});
        most_ = std::min(most_, database.get_termfreq(terms_[i]));
    }
    last_ = database.get_lastdocid();
    at_ = 0;
}

void CloseSource::next(double min_weight) {
    skip_to(at_ + 1, min_weight);
}

void CloseSource::skip_to(Xapian::docid id, double /*min_weight*/) {
    if (at_end() || (at_ != 0 && id <= at_)) return;
    for (at_ = next_with_all(id); at_ <= last_; at_ = next_with_all(at_ + 1)) {
        if (deadline_ != nullptr && deadline_->look()) {
            at_ = after_deadline_ == AfterDeadline::everything ? id : last_ + 1;
            return;
        }
        if (are_close(at_)) return;
    }
}

Xapian::docid CloseSource::next_with_all(Xapian::docid least) {
    std::size_t agreed = 0;
    for (std::size_t i = 0; agreed < postings_.size(); i = (i + 1) % postings_.size()) {
        Postings& postings = postings_[i];
        if (postings.at != postings.end) postings.at.skip_to(least);
        if (postings.at == postings.end) return last_ + 1;
        // Damaged postings may lead back, and again and again.
        if (*postings.at < least)
            throw Xapian::DatabaseCorruptError("the postings of a term lead back");
        agreed = *postings.at == least ? agreed + 1 : 1;
        least = *postings.at;
    }
    return least;
}

bool CloseSource::are_close(Xapian::docid document) const {
    std::vector<PositionWalk> walks;
    walks.reserve(terms_.size());
    for (const std::string& term : terms_)
        walks.emplace_back(database_, document, term);
    return rank::stand_close(std::span(walks), earlier_, window_);
}

}  // namespace kb::search
