#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/term_table.hpp"

namespace kb::index {

/// Different words of a document, and their positions all in all. Others that follow are left out:
/// a table takes some hundred bytes for each word, and some ten for each position.
inline constexpr std::size_t most_words = std::size_t{1} << 17U;
inline constexpr std::size_t most_positions = std::size_t{1} << 22U;

/// The terms of one document: each once, in bytewise order.
class DocumentTerms {
  public:
    struct Term {
        std::string_view name;
        std::uint32_t wdf = 0;
        std::span<const std::uint32_t> positions;  ///< ascending strictly
    };

    std::size_t size() const noexcept { return entries_.size(); }
    /// Valid as long as the object is not changed.
    Term operator[](std::size_t i) const;

    /// The document's length as Xapian counts it: the sum of the wdfs.
    std::uint64_t length() const noexcept { return length_; }

    /// The memory that it takes.
    std::size_t bytes() const noexcept {
        return names_.size() + entries_.size() * sizeof(Entry) +
               positions_.size() * sizeof(std::uint32_t);
    }

  private:
    friend class TermCollector;

    struct Entry {
        std::uint32_t begin = 0;  ///< in names_
        std::uint32_t bytes = 0;
        std::uint32_t wdf = 0;
        std::uint32_t first_position = 0;  ///< in positions_
        std::uint32_t positions = 0;
    };

    std::string names_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> positions_;
    std::uint64_t length_ = 0;
};

/// Gathers the terms of one document after the other, in any order. Its memory is used again.
class TermCollector {
  public:
    /// Counts a term `wdf` more; 0 only notes that it is there. A term is `prefix` and `rest`.
    void add(std::string_view prefix, std::string_view rest, std::uint32_t wdf);
    /// The same at a position. Does nothing beyond most_words and most_positions.
    void add_at(std::string_view prefix, std::string_view rest, std::uint32_t position,
                std::uint32_t wdf);

    /// What was gathered; the next document can begin.
    DocumentTerms take();
    void clear();

  private:
    struct Use {
        std::uint32_t wdf = 0;
        std::uint32_t positions = 0;
    };
    struct Occurrence {
        std::uint32_t term = 0;
        std::uint32_t position = 0;
    };

    std::uint32_t number(std::string_view prefix, std::string_view rest);

    TermTable table_;
    std::vector<Use> uses_;  ///< by number
    std::vector<Occurrence> occurrences_;
};

}  // namespace kb::index
