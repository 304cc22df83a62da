#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/document_terms.hpp"
#include "index/glass/decoding.hpp"

namespace kb::index::glass {

/// The terms of a document as the term list table keeps them (glass_termlisttable.cc of
/// Xapian 1.4).
std::string encode_term_list(const DocumentTerms& terms);

/// Reads such a list, whatever its bytes are.
class TermListReader {
  public:
    explicit TermListReader(std::string_view list);

    /// As the list states them.
    std::uint64_t length() const noexcept { return length_; }
    std::size_t terms() const noexcept { return terms_; }

    /// The next term; false at the end, or where the bytes make no sense.
    bool next();
    const std::string& term() const noexcept { return term_; }
    std::uint32_t wdf() const noexcept { return wdf_; }
    bool good() const noexcept { return list_.good(); }

  private:
    Decoder list_;
    std::uint64_t length_;
    std::size_t terms_;
    std::string term_;
    std::uint32_t wdf_ = 0;
};

/// A term list with more terms, of wdf 0, that are not in it yet; they ascend.
std::string with_terms(std::string_view term_list, std::span<const std::string> more);

/// Which slots a document has values in; they ascend.
std::string encode_used_slots(const std::vector<std::pair<std::uint32_t, std::string>>& values);
/// The same with one slot more, that is not in it yet.
std::string with_slot(std::string_view used_slots, std::uint32_t more);

}  // namespace kb::index::glass
