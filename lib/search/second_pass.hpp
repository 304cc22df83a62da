#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/snapshot.hpp"
#include "index/xapian.hpp"
#include "kb/document.hpp"
#include "kb/ranking.hpp"

namespace kb::search {

/// A document that was found, what its score consists of, and how many near-duplicates it stands
/// for.
struct RankedDocument {
    Xapian::docid docid = 0;
    ScoreParts parts;
    std::uint64_t duplicates = 0;
};

/// What the second look at the best documents goes by.
struct SecondPass {
    const RankingProfile& profile;
    Timestamp now;
    std::string title_term;  ///< that documents hold whose title equals the query; may be empty
    double floor = 0;        ///< the highest score by words outside the window

    /// Puts the documents of the window into their final order: by falling score, those of equal
    /// scores as they came (newest, then id). `window` is ordered by words; no score falls to
    /// `floor`. O(n log n), with a few looks into the columns of the ranking file, or else into
    /// Xapian's lists of values.
    void run(const index::Snapshot& snapshot, std::vector<RankedDocument>& window) const;

  private:
    void add_priors(const index::Snapshot& snapshot, double best,
                    std::vector<RankedDocument>& window) const;
    void add_titles(const Xapian::Database& database, double best,
                    std::vector<RankedDocument>& window) const;
    void thin_out_parts(const Xapian::Database& database,
                        std::vector<RankedDocument>& window) const;
};

}  // namespace kb::search
