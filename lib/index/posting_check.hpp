#pragma once

#include <string>
#include <unordered_map>

#include "index/ranking_mark.hpp"
#include "index/xapian.hpp"

namespace kb::index {

/// Looks whether the postings of terms lead on to their end. Where damaged ones claim documents
/// that they do not hold, an AND of Xapian's asks for them for ever, and nothing can stop it. Each
/// list of up to a million is looked through, once in the life of the object: some ten nanoseconds
/// a posting. Of one commit; one thread at a time.
class PostingCheck {
  public:
    /// Throws Xapian::DatabaseCorruptError if postings of one of the query's terms do not lead on.
    void require(const Xapian::Database& database, const Xapian::Query& query);
    /// The same where only documents that a ranking file does not know are asked for: of longer
    /// lists than there are such documents, only these.
    void require_tail(const Xapian::Database& database, const Xapian::Query& query,
                      const RankingMark& mark);

  private:
    enum class Seen { tail, all };

    void keep(const std::string& term, Seen seen);

    std::unordered_map<std::string, Seen> seen_;
};

}  // namespace kb::index
