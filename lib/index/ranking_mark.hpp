#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "index/xapian.hpp"

namespace kb::index {

/// What a database says of the ranking file beside it (see ranking_file.hpp of rank/): which file
/// it is, and which of its documents have changed since. Kept in the metadata and written with
/// every commit, so that a reader of any commit knows what of the file still holds.
struct RankingMark {
    std::uint64_t built_from = 0;  ///< the revision that the file was made from; names it
    std::uint64_t revision = 0;    ///< the revision that this mark was written with
    Xapian::docid last_docid = 0;  ///< the file's last; documents after it are new
    std::vector<Xapian::docid> changed = {};  ///< of the file's: replaced or deleted; ascending

    /// Documents that came, changed or went, at least.
    std::uint64_t tail(const Xapian::Database& database) const;
};

/// The mark, if there is one that belongs to this very revision: a writer that knows nothing of
/// ranking files leaves an old one behind.
std::optional<RankingMark> read_mark(const Xapian::Database& database);
/// Whether there is a mark at all.
bool has_mark(const Xapian::Database& database);
/// How it lies in the metadata; an empty value removes its key.
std::map<std::string, std::string> metadata_of(const RankingMark& mark);
/// Writes or removes it, for the next commit.
void write_mark(Xapian::WritableDatabase& database, const RankingMark& mark);
void remove_mark(Xapian::WritableDatabase& database);

/// The file of a mark, within the generation's directory.
std::filesystem::path ranking_path(const std::filesystem::path& generation,
                                   const RankingMark& mark);
/// What the file says it was made from.
std::string ranking_identity(const Xapian::Database& database, const RankingMark& mark);
std::string ranking_identity(const std::string& uuid, const RankingMark& mark);

inline constexpr const char* ranking_name_prefix = "ranking-";

}  // namespace kb::index
