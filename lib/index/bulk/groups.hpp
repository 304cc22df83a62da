#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/stories.hpp"
#include "index/xapian.hpp"
#include "text/fingerprint.hpp"

namespace kb::index::bulk {

/// Near-duplicate groups (see duplicates.hpp) of documents that come one after the other, found in
/// memory: the same that join_group() finds when it adds them to an empty database. Memory: some
/// thirty bytes a document, two hundred a link.
class Groups {
  public:
    /// Docids ascend from 1 without gaps.
    void add(const Fingerprint& fingerprint, const Story& story);

    /// The group of each document that is in one.
    const std::map<Xapian::docid, Xapian::docid>& all() const noexcept { return groups_; }

  private:
    struct Telling {
        Xapian::docid docid = 0;
        std::uint64_t source = 0;  ///< hash
        std::uint64_t title = 0;   ///< hash
    };

    std::optional<Xapian::docid> earliest_near_duplicate(const Fingerprint& fingerprint) const;
    std::optional<Xapian::docid> earliest_of_story(const Story& story) const;
    void join(Xapian::docid document, Xapian::docid earliest);
    void remember(Xapian::docid document, const Fingerprint& fingerprint, const Story& story);

    std::vector<Fingerprint> fingerprints_;                                     ///< by docid − 1
    std::unordered_map<std::uint32_t, std::vector<Xapian::docid>> candidates_;  ///< by band
    std::unordered_map<std::string, std::vector<Telling>> stories_;             ///< by term
    std::map<Xapian::docid, Xapian::docid> groups_;
};

}  // namespace kb::index::bulk
