#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/ranking_mark.hpp"
#include "index/xapian.hpp"
#include "rank/ranked_search.hpp"
#include "rank/ranking_file.hpp"

namespace kb::index {

/// What a ranking file says of one commit: the file, which of its documents are still as they were,
/// and what has been unpacked of it for searches so far. One thread at a time.
class RankingSnapshot {
  public:
    /// Throws rank::DamagedFile, Error.
    RankingSnapshot(const Xapian::Database& database, const std::filesystem::path& generation,
                    RankingMark mark);

    /// Takes over what changed since, if the file is still the one that the database names.
    bool follow(RankingMark mark);

    const rank::RankingFile& file() const noexcept { return file_; }
    rank::DocumentTable table() const;

    /// The ordinal of a document that is as the file knows it. Logarithmic.
    std::optional<std::uint32_t> live_ordinal(Xapian::docid docid) const;

    /// Whether there are documents that the file knows nothing of.
    bool has_tail(const Xapian::Database& database) const;
    const RankingMark& mark() const noexcept { return mark_; }
    /// Documents of the file that are as they were.
    std::uint32_t live() const noexcept { return live_count_; }

    /// What scores are made with from now on.
    void set_model(const rank::ScoringModel& model);
    /// A term's postings; null if the file has none. Valid until the model changes or
    /// forget_terms(). Throws rank::DamagedFile.
    const rank::TermPostings* term(const std::string& name);
    /// Lets go of unpacked terms where they have become many.
    void bound_memory();

    /// A checked column; empty if there is none. Throws rank::DamagedFile.
    const rank::CategoryColumn* categories(std::uint32_t slot);
    /// Near-duplicate groups by ordinal, 0: none. Throws rank::DamagedFile.
    std::span<const std::uint32_t> groups();
    /// A bit for each document in a group. Throws rank::DamagedFile.
    const std::vector<std::uint64_t>& grouped();
    /// Numbers by which descending order is "oldest first, undated last".
    std::span<const double> oldest_first();
    /// Numbers of a column, −1 for none.
    std::span<const double> or_least(std::uint32_t slot);
    /// Zeros: what is left is the order of newness.
    std::span<const double> newest_first();

  private:
    void mask_changed();
    std::span<const double> keys(std::uint32_t name, double (*key)(double), std::uint32_t slot);

    std::filesystem::path path_;
    rank::RankingFile file_;
    RankingMark mark_;
    std::vector<std::uint64_t> live_;  ///< empty: all
    std::uint32_t live_count_ = 0;
    rank::ScoringModel model_;
    std::unordered_map<std::string, std::unique_ptr<rank::TermPostings>> terms_;
    std::size_t unpacked_bytes_ = 0;
    std::unordered_map<std::uint32_t, std::optional<rank::CategoryColumn>> categories_;
    std::vector<std::uint64_t> grouped_;
    std::unordered_map<std::uint32_t, std::vector<double>> keys_;
};

/// The ranking file of a commit, where there is one that holds. Says in `problem` why one that
/// should be there cannot be used.
std::unique_ptr<RankingSnapshot> open_ranking(const Xapian::Database& database,
                                              const std::filesystem::path& generation,
                                              std::string& problem);

}  // namespace kb::index
