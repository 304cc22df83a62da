#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "kb/document.hpp"

namespace kb::bench {

/// A post the plain Xapian way: TermGenerator with positions, document data, a few values.
inline Xapian::Document xapian_document(Xapian::TermGenerator& generator, const Document& post) {
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text(post.title, 1, "S");
    generator.index_text(post.title, 4);
    generator.increase_termpos();
    generator.index_text(post.text);
    document.set_data(to_json(post));
    document.add_value(0, std::string(to_string(post.kind)));
    document.add_value(1, post.source);
    document.add_boolean_term("Q" + post.id);
    return document;
}

inline void build_xapian_index(const std::string& path, const std::vector<Document>& documents) {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    for (const Document& post : documents)
        database.replace_document("Q" + post.id, xapian_document(generator, post));
    database.commit();
}

/// Top ten the plain Xapian way: QueryParser, Enquire, the data of the hits.
class XapianSearch {
  public:
    XapianSearch(const std::string& path, Xapian::Query::op default_operator) : database_(path) {
        parser_.set_database(database_);
        parser_.set_stemmer(Xapian::Stem("en"));
        parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser_.set_default_op(default_operator);
    }

    /// The number of hits.
    std::size_t rank(const std::string& words, bool exact_total) {
        return hits_of(words, exact_total).size();
    }

    /// The bytes of the hits' data.
    std::size_t search(const std::string& words, bool exact_total) {
        const Xapian::MSet hits = hits_of(words, exact_total);
        std::size_t bytes = 0;
        for (auto it = hits.begin(); it != hits.end(); ++it)
            bytes += it.get_document().get_data().size();
        return bytes;
    }

  private:
    Xapian::MSet hits_of(const std::string& words, bool exact_total) {
        Xapian::Enquire enquire(database_);
        enquire.set_query(parser_.parse_query(words));
        return enquire.get_mset(0, 10, exact_total ? database_.get_doccount() : 0);
    }

    Xapian::Database database_;
    Xapian::QueryParser parser_;
};

}  // namespace kb::bench
