#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/analyzer.hpp"
#include "kb/document.hpp"
#include "kb/query.hpp"
#include "kb/searcher.hpp"

namespace kb::test {

/// The query language by brute force: looks at every document, with no index and no engine,
/// straight from what the README and kb/query.hpp say. Slow and obviously right; what Searcher
/// finds is compared with it. Uses the public Analyzer to cut texts into tokens, and that only.
class Oracle {
  public:
    /// Adds or replaces.
    void put(Document document);
    void erase(const std::string& id);

    /// The ids of the documents that match; ascending.
    std::vector<std::string> matches(const ast::Node& root, Match match);

    const Document& document(const std::string& id) const { return documents_.at(id).document; }
    std::size_t size() const { return documents_.size(); }

  private:
    using Tokens = std::vector<Token>;
    struct Analyzed {
        Document document;
        Tokens title;
        Tokens tags;
        Tokens text;
        Tokens authors;
    };
    /// One word of a query as the analyzer sees it.
    struct Unit {
        Tokens wholes;
        Tokens pieces;
    };
    class Evaluation;

    bool anything_begins_with(const std::string& beginning, ast::Field field);
    const std::vector<Unit>& units(const std::string& text, const std::string& lang);

    Analyzer analyzer_;
    std::map<std::string, Analyzed> documents_;
    std::map<std::pair<std::string, std::string>, std::vector<Unit>> units_;
};

}  // namespace kb::test
