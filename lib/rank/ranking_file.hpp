#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rank/file_format.hpp"
#include "rank/mapped_file.hpp"
#include "rank/posting_list.hpp"

namespace kb::rank {

/// A column of values from a small set, by ordinal. A view.
struct CategoryColumn {
    std::span<const std::uint32_t> codes;
    std::span<const std::uint32_t> starts;  ///< empty: one code a document, 0 for none
    std::span<const std::uint32_t> value_starts;
    std::string_view text;

    std::size_t values() const { return value_starts.size() - 1; }
    /// The value of a code, 1 to values().
    std::string_view value(std::uint32_t code) const {
        return text.substr(value_starts[code - 1], value_starts[code] - value_starts[code - 1]);
    }
};

/// A ranking file, mapped into memory: see file_format.hpp. Opening checks the header, its checksum
/// and that every section lies within the file; what lies inside the sections is checked as it is
/// read, so that no bytes whatever can make it read elsewhere. Immutable, hence thread-safe.
class RankingFile {
  public:
    /// Throws Error(not_found, permission_denied, io), DamagedFile.
    explicit RankingFile(const std::filesystem::path& path);

    std::uint32_t documents() const noexcept { return documents_; }
    std::string_view identity() const noexcept { return identity_; }
    std::uint64_t bytes() const noexcept { return file_.bytes().size(); }
    std::size_t terms() const noexcept { return terms_.size() - 1; }

    /// By ordinal; docids ascend.
    std::span<const std::uint32_t> docids() const noexcept { return docids_; }
    std::span<const std::uint32_t> lengths() const noexcept { return lengths_; }
    std::span<const std::uint32_t> newness() const noexcept { return newness_; }

    /// The ordinal of a docid, if the file holds it. Logarithmic.
    std::optional<std::uint32_t> ordinal(std::uint32_t docid) const;

    /// A column of numbers, NaN for none; empty if there is none of that name.
    std::span<const double> numbers(std::uint32_t column) const;
    /// A column of categories, checked in time linear in its size; throws DamagedFile.
    std::optional<CategoryColumn> categories(std::uint32_t column) const;

    /// The number of documents that hold a term; 0 if none does. About a hundred nanoseconds.
    std::uint32_t frequency(std::string_view term) const;
    /// A term's postings, or nothing. Throws DamagedFile.
    std::optional<PostingList> find(std::string_view term) const;

    /// Compares every section with its checksum. Reads the whole file; throws DamagedFile.
    void verify() const;

  private:
    std::span<const std::byte> section(SectionKind kind, std::uint32_t column = 0) const;
    template <typename Element>
    std::span<const Element> array(SectionKind kind, std::uint32_t column = 0) const;
    void read_header();
    std::optional<std::uint32_t> term_number(std::string_view term) const;
    std::string_view term_text(std::uint32_t number) const;

    MappedFile file_;
    std::vector<SectionHeader> sections_;
    std::uint32_t documents_ = 0;
    std::string_view identity_;
    std::span<const std::uint32_t> docids_;
    std::span<const std::uint32_t> lengths_;
    std::span<const std::uint32_t> newness_;
    std::span<const TermEntry> terms_;
    std::string_view term_text_;
    std::span<const HashSlot> term_hash_;
    std::span<const std::byte> postings_;
};

}  // namespace kb::rank
