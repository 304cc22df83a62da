#pragma once

#include <cstddef>
#include <vector>

#include "index/document_terms.hpp"

namespace kb::index {

/// Estimates the memory that Xapian takes for documents until they are committed: it keeps what
/// they change in every term, of each term by itself.
class PendingChanges {
  public:
    void add(const DocumentTerms& terms);
    void clear();

    /// Beside those of a large document, there should be no others.
    bool is_full() const noexcept { return bytes_ >= most_bytes || last_ >= large_document; }

  private:
    static constexpr std::size_t most_bytes = std::size_t{48} << 20;
    static constexpr std::size_t large_document = std::size_t{8} << 20;

    std::vector<bool> seen_;  ///< by hash of a term
    std::size_t bytes_ = 0;
    std::size_t last_ = 0;  ///< for the last document
};

}  // namespace kb::index
