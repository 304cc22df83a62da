#pragma once

#include <memory>
#include <string>
#include <vector>

#include "index/stories.hpp"
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
    Story story;
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

/// Gives a document the date of publication of the one that it replaces, if that has any.
void restore_published(const Xapian::Document& existing, Xapian::Document& document);

}  // namespace kb::index
