#pragma once

#include <memory>
#include <string>
#include <vector>

#include "index/xapian.hpp"
#include "kb/analyzer.hpp"
#include "kb/document.hpp"
#include "text/fingerprint.hpp"

namespace kb::index {

/// A document analysed and ready to be written: everything that needs no database.
struct PreparedDocument {
    std::string id_term;
    Xapian::Document xapian;
    Fingerprint fingerprint;
};

/// How much a word counts where it stands, in occurrences within the text.
struct FieldWeights {
    unsigned title = 4;
    unsigned tag = 2;
};

/// Turns documents into what Xapian stores. Not thread-safe: one builder a thread.
class DocumentBuilder {
  public:
    explicit DocumentBuilder(FieldWeights weights = {}) : weights_(weights) {}

    /// Normalises, detects an absent language, analyses. Throws Error(invalid_argument) without id.
    PreparedDocument build(Document document);

  private:
    void add_words(const Document& document, PreparedDocument& prepared);
    void add_authors(const Document& document, Xapian::Document& xapian);

    FieldWeights weights_;
    Analyzer analyzer_;
    std::vector<std::string> keys_;
};

}  // namespace kb::index
