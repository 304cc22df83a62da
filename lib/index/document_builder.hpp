#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/document_terms.hpp"
#include "index/stories.hpp"
#include "index/term_table.hpp"
#include "index/xapian.hpp"
#include "kb/analyzer.hpp"
#include "kb/document.hpp"
#include "text/fingerprint.hpp"

namespace kb::index {

/// A document analysed and ready to be written: everything that needs no database.
struct PreparedDocument {
    std::string id_term = {};
    std::string data = {};                                           ///< see stored_document.hpp
    std::vector<std::pair<std::uint32_t, std::string>> values = {};  ///< by slot; none is empty
    DocumentTerms terms = {};
    Fingerprint fingerprint = {};
    Story story = {};

    /// Sets, or replaces, a value.
    void set_value(std::uint32_t slot, std::string value);
    std::string_view value(std::uint32_t slot) const;  ///< empty: none

    /// About the memory that it takes.
    std::size_t bytes() const noexcept;
};

/// Gives a document its digest, the last value that it gets: of its positions and of its other
/// values, so that damage to them is found. See digest.hpp.
void seal(PreparedDocument& prepared);

/// The same as Xapian takes it.
Xapian::Document to_xapian(const PreparedDocument& prepared);

/// How much a word counts where it stands, in occurrences within the text.
struct FieldWeights {
    unsigned title = 4;
    unsigned tag = 2;
};

/// Where a stem of a document occurs: the weighted count, and in which fields.
struct StemUse {
    unsigned wdf = 0;
    bool in_title = false;
    bool in_text = false;
};

/// The stems of one document.
class StemUses {
  public:
    /// By stem key; valid until the next call. What is done to those beyond most_words is lost.
    StemUse& use(std::string_view key);
    void add_to(TermCollector& terms) const;
    void clear();

  private:
    TermTable keys_;
    std::vector<StemUse> uses_;
    StemUse lost_;
};

/// Turns documents into what Xapian stores. Not thread-safe: one builder a thread.
class DocumentBuilder {
  public:
    explicit DocumentBuilder(FieldWeights weights = {}) : weights_(weights) {}

    /// Normalises, detects an absent language, analyses. Throws Error(invalid_argument) without id.
    PreparedDocument build(Document document);

  private:
    void add_words(const Document& document, PreparedDocument& prepared);
    void add_authors(const Document& document);

    FieldWeights weights_;
    Analyzer analyzer_;
    TermCollector terms_;
    StemUses stems_;
    std::vector<std::string> keys_;
};

/// Gives a document the date of publication of the one that it replaces, if that has any.
void restore_published(const Xapian::Document& existing, PreparedDocument& prepared);

}  // namespace kb::index
