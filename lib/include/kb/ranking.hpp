#pragma once

namespace kb {

/// Parameters of BM25 (Robertson et al., "Okapi at TREC-3", 1994).
struct Bm25Parameters {
    double k1 = 1.2;  ///< term-frequency saturation, ≥ 0; 0 ignores how often a word occurs
    double b = 0.5;   ///< length normalisation, [0, 1]; 0 ignores the document's length
};

/// How the score of a document is made. A value, not a code path.
struct RankingProfile {
    Bm25Parameters bm25 = {};
};

}  // namespace kb
