#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/analyzer.hpp"
#include "kb/evaluation.hpp"
#include "kb/searcher.hpp"

namespace kb::evaluation {

/// The textbook BM25 that improvements are measured against: the documents of an index taken as one
/// field of title and text, cut at whatever is no letter or digit, 33 stop words, the Porter2
/// stemmer, k1 0.9, b 0.4 (what Lucene and Anserini run by default). Nothing of the index's own
/// analysis, fields and query language enters. Held in memory, scored exhaustively: for
/// evaluation only. Not thread-safe.
class Baseline {
  public:
    /// Reads all documents; linear in their text.
    explicit Baseline(const Searcher& searcher);

    /// The best `limit` documents with any word of the query, ordered as trec_eval orders.
    std::vector<ScoredDocument> search(std::string_view query, std::size_t limit);

  private:
    struct Posting {
        std::uint32_t document = 0;
        std::uint32_t count = 0;
    };

    void add(const Document& document);
    std::vector<std::string> stems(std::string_view text);
    void score(const std::vector<Posting>& postings, double weight,
               std::vector<double>& scores) const;

    Analyzer analyzer_;
    std::vector<std::string> ids_;
    std::vector<std::uint32_t> lengths_;  ///< in words that are no stop words
    double average_length_ = 0;
    std::unordered_map<std::string, std::vector<Posting>> postings_;
};

}  // namespace kb::evaluation
