#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/temporary_directory.hpp"

namespace kb::test {

inline Document make_document(std::string id, std::string title, std::string text) {
    Document document;
    document.id = std::move(id);
    document.title = std::move(title);
    document.text = std::move(text);
    document.lang = "en";
    return document;
}

inline Timestamp at(std::string_view time) {
    return parse_timestamp(time).value();
}

/// An index that lives as long as the object.
class SampleIndex {
  public:
    explicit SampleIndex(const std::vector<Document>& documents) {
        Index index(path(), Index::Mode::create);
        for (const Document& document : documents)
            index.add(document);
        index.commit();
    }

    std::filesystem::path path() const { return directory_ / "index"; }

    Results search(SearchRequest request) const { return Searcher(path()).search(request); }
    Results search(std::string query) const {
        return search(SearchRequest{.query = std::move(query)});
    }

    /// Ids of the hits, best first.
    std::vector<std::string> ids(SearchRequest request) const {
        std::vector<std::string> ids;
        for (const Hit& hit : search(std::move(request)).hits)
            ids.push_back(hit.document.id);
        return ids;
    }
    std::vector<std::string> ids(std::string query) const {
        return ids(SearchRequest{.query = std::move(query), .limit = 1000});
    }

  private:
    TemporaryDirectory directory_;
};

using Ids = std::vector<std::string>;

}  // namespace kb::test
