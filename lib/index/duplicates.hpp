#pragma once

#include <optional>
#include <string>
#include <vector>

#include "index/stories.hpp"
#include "index/xapian.hpp"
#include "text/fingerprint.hpp"

namespace kb::index {

/// Near-duplicate groups. Every document carries its fingerprint (value) and candidate terms
/// (XF…: the bands of its SimHash). A document that is near to an earlier one joins that one's
/// group: both get the group as value, as term XG…, and the mark XD. Documents on their own carry
/// none of the three, so whoever counts or collapses touches only the documents that are in groups.

/// The candidate terms. Near-duplicates, and all the more equals, share at least one.
std::vector<std::string> candidate_terms(const Fingerprint& fingerprint);

/// The fingerprint as a value.
std::string encode_fingerprint(const Fingerprint& fingerprint);

/// The terms of the documents in a group, ascending.
std::vector<std::string> duplicate_group_terms(const std::string& group);

/// So many documents of a candidate term are looked at, the first ones.
inline constexpr unsigned max_candidates_per_band = 256;

/// Looks for the earliest near-duplicate or document of the same story among the documents of
/// `database` other than `self`, and puts both into one group: `document` itself, and the one found
/// by replacing it where it is in no group yet. Returns which one was replaced, if any.
std::optional<Xapian::docid> join_group(Xapian::WritableDatabase& database,
                                        const Fingerprint& fingerprint, const Story& story,
                                        std::optional<Xapian::docid> self,
                                        Xapian::Document& document);

}  // namespace kb::index
