#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "index/ranking_snapshot.hpp"
#include "index/xapian.hpp"
#include "rank/ranking_file_builder.hpp"

namespace kb::index {

/// Terms that no ranking file holds: identities, which are as many as documents, and the stories
/// and candidates for near-duplicates, which no query asks for.
bool is_kept_out_of_ranking(std::string_view term);

/// What a ranking file is made from.
class RankingSource {
  public:
    RankingSource() = default;
    virtual ~RankingSource() = default;
    RankingSource(const RankingSource&) = delete;
    RankingSource& operator=(const RankingSource&) = delete;

    /// Of all documents, ascending; an ordinal is a place in them.
    virtual std::span<const Xapian::docid> docids() const = 0;
    virtual std::span<const std::uint32_t> lengths() const = 0;

    using VisitValue = std::function<void(std::uint32_t ordinal, std::string_view value)>;
    /// Every document with a value in the slot, ascending.
    virtual void for_each_value(std::uint32_t slot, const VisitValue& visit) = 0;

    using VisitTerm =
        std::function<void(std::string_view term, std::span<const rank::Posting> postings,
                           const rank::PositionBytes& positions)>;
    /// Every term that is not kept out, ascending, and where it stands. Called once.
    virtual void for_each_term(const VisitTerm& visit) = 0;
};

/// Writes a ranking file: the terms and the columns that queries sort, range, collapse and count
/// by. Streams: memory for some fifty bytes a document, thirty a term. Throws Error, what the
/// source throws.
void build_ranking_file(RankingSource& source, const std::filesystem::path& path,
                        const std::string& identity);

/// The same of a database's present commit. Positions come from an earlier file of the same
/// documents as far as it goes, since looking them up in the database takes a microsecond each;
/// null: there is none. Returns the last docid. `stop` ends it with Error(cancelled).
Xapian::docid build_ranking_file(const Xapian::Database& database,
                                 const std::filesystem::path& path, const std::string& identity,
                                 const RankingSnapshot* earlier, const std::stop_token& stop = {});

}  // namespace kb::index
