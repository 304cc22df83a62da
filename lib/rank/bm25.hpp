#pragma once

#include <cmath>
#include <cstdint>

#include "kb/ranking.hpp"

namespace kb::rank {

/// Inverse document frequency, always positive: ln(1 + (N − n + ½) / (n + ½)). Robertson–Spärck
/// Jones (1976) with the 1 that Lucene adds so that a word in most documents still counts for.
/// Requires term_frequency ≤ documents.
inline double inverse_document_frequency(std::uint64_t documents, std::uint64_t term_frequency) {
    const auto total = static_cast<double>(documents);
    const auto n = static_cast<double>(term_frequency);
    return std::log(1.0 + (total - n + 0.5) / (n + 0.5));
}

/// The part of a document's score that one word gives. BM25: Robertson et al., "Okapi at TREC-3",
/// 1994. A value; copying is cheap; all calls are constant-time and thread-safe.
class Bm25Scorer {
  public:
    /// Scores nothing.
    Bm25Scorer() = default;
    /// `weight` scales the whole: the word's weight in the query times its inverse document
    /// frequency.
    Bm25Scorer(const Bm25Parameters& parameters, double average_length, double weight)
        : numerator_(weight * (parameters.k1 + 1.0)),
          constant_(parameters.k1 * (1.0 - parameters.b)),
          per_length_(average_length > 0 ? parameters.k1 * parameters.b / average_length : 0.0) {}

    /// The score for `wdf` occurrences in a document of `length` weighted words; ≥ 0, rising in
    /// wdf, falling in length.
    double score(double wdf, double length) const {
        if (wdf <= 0) return 0;
        return numerator_ * wdf / (wdf + constant_ + per_length_ * length);
    }

    /// The parts of the formula, for whoever computes many at once.
    double numerator() const noexcept { return numerator_; }
    double constant() const noexcept { return constant_; }
    double per_length() const noexcept { return per_length_; }

  private:
    double numerator_ = 0;
    double constant_ = 0;
    double per_length_ = 0;
};

}  // namespace kb::rank
