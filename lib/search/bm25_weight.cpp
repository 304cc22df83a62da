#include "search/bm25_weight.hpp"

namespace kb::search {

Bm25Weight::Bm25Weight(const Bm25Parameters& parameters) : parameters_(parameters) {
    need_stat(AVERAGE_LENGTH);
    need_stat(WDF);
    need_stat(WDF_MAX);
    need_stat(DOC_LENGTH);
    need_stat(DOC_LENGTH_MIN);
}

void Bm25Weight::init(double factor) {
    if (factor == 0) {  // asked for the part that no term gives: there is none
        scorer_ = {};
        return;
    }
    scorer_ = rank::Bm25Scorer(parameters_, get_average_length(), factor);
}

double Bm25Weight::get_sumpart(Xapian::termcount wdf, Xapian::termcount document_length,
                               Xapian::termcount /*unique_terms*/) const {
    return scorer_.score(wdf, document_length);
}

double Bm25Weight::get_maxpart() const {
    // No document is shorter than the occurrences it holds.
    const Xapian::termcount wdf = get_wdf_upper_bound();
    return scorer_.score(wdf, std::max(get_doclength_lower_bound(), wdf));
}

double Bm25Weight::get_sumextra(Xapian::termcount /*document_length*/,
                                Xapian::termcount /*unique_terms*/) const {
    return 0;
}

double Bm25Weight::get_maxextra() const {
    return 0;
}

}  // namespace kb::search
