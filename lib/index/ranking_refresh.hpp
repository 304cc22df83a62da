#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "index/ranking_snapshot.hpp"
#include "index/xapian.hpp"

namespace kb::index {

/// Below so many documents Xapian alone is as fast as anyone can tell.
inline constexpr Xapian::doccount fewest_ranked_documents = 5'000;

/// Whether so much is new or changed since the ranking file was made that making it anew pays: a
/// tenth of the documents, at least a thousand; or that it cannot be used.
bool ranking_is_due(const Xapian::Database& database, const std::filesystem::path& generation);

/// Makes the ranking file of the database's last commit and commits its mark; removes older ones.
/// Requires that no change is pending. `stop` ends it with Error(cancelled). Throws Error, what
/// Xapian throws; the index is as right without the file as with it.
void refresh_ranking(Xapian::WritableDatabase& database, const std::filesystem::path& generation,
                     const std::stop_token& stop = {});

/// Makes the ranking file of a generation that is not published yet, if it is large enough for one.
/// `earlier`: that of the same documents under the same numbers, where there is one. Throws as
/// refresh_ranking().
void rank_generation(const std::filesystem::path& generation,
                     const RankingSnapshot* earlier = nullptr, const std::stop_token& stop = {});

/// The ranking file of a commit, to make the next one from: null where there is none, or where a
/// byte of it is not as it was written. Reads all of it.
std::unique_ptr<RankingSnapshot> verified_ranking(const Xapian::Database& database,
                                                  const std::filesystem::path& generation);

}  // namespace kb::index
