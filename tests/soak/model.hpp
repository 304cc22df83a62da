#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "kb/document.hpp"

namespace kb::soak {

using Random = std::mt19937;

/// An integer from 0 to below `end`.
std::uint32_t below(Random& random, std::uint32_t end);

/// Made-up words that no stemmer touches, some more frequent than others.
std::string random_word(Random& random);

/// A document as the index stores it: normalised already.
Document random_document(Random& random, const std::string& id);

/// What an index should hold, and find.
class Model {
  public:
    void put(const Document& document) { documents_[document.id] = document; }
    void erase(const std::string& id) { documents_.erase(id); }
    std::size_t size() const { return documents_.size(); }

    /// An id that is there; the model is not empty.
    const std::string& random_id(Random& random) const;

    /// As `kbindex export` writes it.
    std::string exported() const;

    /// A question in the query language, and which documents answer it.
    struct Question {
        std::string query;
        std::function<bool(const Document&)> is_answered_by;
    };
    Question random_question(Random& random) const;
    /// The ids of the documents that answer it.
    std::set<std::string> answer(const Question& question) const;

    const std::map<std::string, Document>& documents() const { return documents_; }

  private:
    std::map<std::string, Document> documents_;
};

}  // namespace kb::soak
