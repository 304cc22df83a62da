#pragma once

#include <string>

#include "index/xapian.hpp"
#include "search/deadline.hpp"

namespace kb::search {

/// Every document until the deadline passes, then none: Xapian's matcher knows no way to stop, but
/// what is joined to this by AND ends where this ends, and keeps what it has found. Borrows the
/// deadline.
class DeadlineSource final : public Xapian::PostingSource {
  public:
    explicit DeadlineSource(Deadline& deadline) : deadline_(deadline) {}

    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return last_; }
    Xapian::doccount get_termfreq_max() const override { return last_; }
    void next(double min_weight) override;
    void skip_to(Xapian::docid id, double min_weight) override;
    bool at_end() const override;
    Xapian::docid get_docid() const override { return at_; }
    void init(const Xapian::Database& database) override;
    std::string get_description() const override { return "kb::DeadlineSource"; }

  private:
    Deadline& deadline_;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
};

}  // namespace kb::search
