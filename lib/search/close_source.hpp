#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "index/xapian.hpp"
#include "search/deadline.hpp"

namespace kb::search {

/// The documents that hold terms within so many positions of each other, as rank::stand_close()
/// tells.
class CloseSource final : public Xapian::PostingSource {
  public:
    /// What is given once the deadline has passed: what is sought ends then, while what is excluded
    /// might be any document that has not been looked at.
    enum class AfterDeadline : std::uint8_t { nothing, everything };

    /// Borrows the deadline; null: there is none.
    CloseSource(std::vector<std::string> terms, std::uint32_t window, Deadline* deadline,
                AfterDeadline after_deadline)
        : terms_(std::move(terms)),
          window_(window),
          deadline_(deadline),
          after_deadline_(after_deadline) {}

    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return most_ / 2; }
    Xapian::doccount get_termfreq_max() const override { return most_; }
    void next(double min_weight) override;
    void skip_to(Xapian::docid id, double min_weight) override;
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    void init(const Xapian::Database& database) override;
    std::string get_description() const override { return "kb::CloseSource"; }

  private:
    struct Postings {
        Xapian::PostingIterator at;
        Xapian::PostingIterator end;
    };

    /// The first document from `least` on that holds all terms; after the last if none does.
    Xapian::docid next_with_all(Xapian::docid least);
    bool are_close(Xapian::docid document) const;

    std::vector<std::string> terms_;
    std::uint32_t window_;
    Deadline* deadline_;
    AfterDeadline after_deadline_;
    std::vector<std::size_t> earlier_;
    Xapian::Database database_;
    std::vector<Postings> postings_;  ///< one for each different term
    Xapian::doccount most_ = 0;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
};

}  // namespace kb::search
