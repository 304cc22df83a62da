#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/xapian.hpp"

namespace kb::index {

/// A word of the index and the number of documents with it.
struct KnownWord {
    std::string word;  ///< surface form, folded
    std::uint64_t documents = 0;

    bool operator==(const KnownWord&) const = default;
};

/// The most frequent words of titles and texts that begin with `beginning` (folded), best first;
/// at most `limit` ≤ max_completions. Where few words begin so, the dictionary is walked; where
/// many do, what refresh_completions prepared answers. Bounded in time.
std::vector<KnownWord> complete(const Xapian::Database& database, std::string_view beginning,
                                std::size_t limit);

inline constexpr std::size_t max_completions = 50;

/// Prepares the answers for the beginnings that too many words share to be walked for one answer,
/// if the index has grown or shrunk by a tenth since they were last prepared. Linear in the
/// dictionary, which is why it is not done more often: of words that are newer than that, some may
/// be missing among the completions of one or two letters.
void refresh_completions(Xapian::WritableDatabase& database);

}  // namespace kb::index
