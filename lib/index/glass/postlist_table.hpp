#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "index/glass/table_writer.hpp"
#include "rank/ranking_file_builder.hpp"

namespace kb::index::glass {

/// Writes the table of postings, which also holds metadata, values and lengths: in the order of the
/// functions below (glass_postlist.cc and glass_values.cc of Xapian 1.4). Documents are numbered
/// from 0 here: the docid less one.
class PostlistTable {
  public:
    explicit PostlistTable(const std::filesystem::path& path) : table_(path) {}

    /// Keys ascend; no value is empty.
    void add_metadata(std::string_view key, std::string_view value);
    /// Slots ascend.
    void add_value_statistics(std::uint32_t slot, std::uint32_t count, std::string_view least,
                              std::string_view greatest);
    /// Ascending by slot, then document; no value is empty.
    void add_value(std::uint32_t slot, std::uint32_t document, std::string_view value);
    /// The lengths of all documents; at least one.
    void add_lengths(std::span<const std::uint32_t> lengths);
    /// Terms ascend; at least one posting.
    void add_term(std::string_view term, std::uint64_t frequency,
                  std::span<const rank::Posting> postings);

    TableRoot finish() { return table_.finish(); }

  private:
    void end_values();
    template <typename Next>
    void add_chunks(std::string_view first_key, std::string_view later_key, std::string header,
                    std::size_t count, Next&& posting);

    TableWriter table_;
    std::string key_;
    std::string values_;  ///< the chunk of values that grows, empty: none
    std::uint32_t slot_ = 0;
    std::uint32_t first_document_ = 0;
    std::uint32_t last_document_ = 0;
};

}  // namespace kb::index::glass
