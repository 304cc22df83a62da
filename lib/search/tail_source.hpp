#pragma once

#include <string>

#include "index/ranking_mark.hpp"
#include "index/xapian.hpp"

namespace kb::search {

/// The documents that a ranking file knows nothing of, for Xapian's matcher: those that were
/// replaced since, and those after its last.
class TailSource final : public Xapian::PostingSource {
  public:
    /// The mark must outlive the object.
    explicit TailSource(const index::RankingMark& mark) : mark_(mark) {}

    void init(const Xapian::Database& database) override;
    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return size_; }
    Xapian::doccount get_termfreq_max() const override { return size_; }
    void next(double min_weight) override;
    void skip_to(Xapian::docid document, double min_weight) override;
    bool at_end() const override;
    Xapian::docid get_docid() const override;
    std::string get_description() const override { return "kb::TailSource"; }

  private:
    const index::RankingMark& mark_;
    Xapian::doccount size_ = 0;
    Xapian::docid last_ = 0;
    std::size_t place_ = 0;  ///< in the changed documents, then beyond them
    bool begun_ = false;
};

}  // namespace kb::search
