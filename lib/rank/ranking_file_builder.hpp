#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rank/positions.hpp"

namespace kb::rank {

/// One document of a term.
struct Posting {
    std::uint32_t ordinal = 0;
    std::uint32_t wdf = 0;

    bool operator==(const Posting&) const = default;
};

/// A column of values from a small set, as it is built: which values each document has.
struct CategoryValues {
    std::vector<std::string> values;   ///< code 1 is the first
    std::vector<std::uint32_t> codes;  ///< of all documents in order
    /// Where each document's codes begin, and the end: n + 1. Empty: every document has exactly one
    /// code, 0 for none.
    std::vector<std::uint32_t> starts;
};

/// Writes a ranking file: first the documents and their columns, then the terms in ascending order.
/// The file appears under its name when it is complete and durable, or not at all. Memory: some 30
/// bytes a term and the term itself, and the longest list of postings with its positions. One
/// thread at a time.
class RankingFileBuilder {
  public:
    /// `identity` says what the file is made from. `docids` ascend strictly; `lengths` are those
    /// documents' lengths. Both are copied. Throws Error(io, no_space, permission_denied).
    RankingFileBuilder(std::filesystem::path path, std::string_view identity,
                       std::span<const std::uint32_t> docids,
                       std::span<const std::uint32_t> lengths);
    /// Removes what is unfinished.
    ~RankingFileBuilder();
    RankingFileBuilder(RankingFileBuilder&&) noexcept;
    RankingFileBuilder& operator=(RankingFileBuilder&&) noexcept;

    /// Each document's place when sorted so that the greatest comes first among equal scores; a
    /// permutation of the ordinals.
    void add_newness(std::span<const std::uint32_t> newness);
    /// A number a document; NaN for none.
    void add_numbers(std::uint32_t column, std::span<const double> numbers);
    void add_categories(std::uint32_t column, const CategoryValues& categories);

    /// A term and the documents that hold it: at least one, ascending by ordinal; and where it
    /// stands in them. Terms ascend bytewise. Throws Error(invalid_argument) where that is not so,
    /// and as the constructor.
    void add_term(std::string_view term, std::span<const Posting> postings,
                  const PositionBytes& positions = {});

    /// Writes the dictionary, makes the file durable and gives it its name. Nothing may be added
    /// afterwards.
    void finish();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kb::rank
