#pragma once

#include <string>

#include "index/xapian.hpp"
#include "kb/ranking.hpp"
#include "rank/bm25.hpp"

namespace kb::search {

/// Lets Xapian's matcher score by rank/bm25.hpp, so that there is one formula.
class Bm25Weight final : public Xapian::Weight {
  public:
    explicit Bm25Weight(const Bm25Parameters& parameters);

    std::string name() const override { return "kb::Bm25Weight"; }
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount document_length,
                       Xapian::termcount unique_terms) const override;
    double get_maxpart() const override;
    double get_sumextra(Xapian::termcount document_length,
                        Xapian::termcount unique_terms) const override;
    double get_maxextra() const override;

  private:
    Bm25Weight* clone() const override { return new Bm25Weight(parameters_); }
    void init(double factor) override;

    Bm25Parameters parameters_;
    rank::Bm25Scorer scorer_;
};

}  // namespace kb::search
