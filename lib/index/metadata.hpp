#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "index/xapian.hpp"

namespace kb::index {

/// What an index keeps beside documents: its format, subscriptions, completions. Xapian keeps no
/// second copy of it, so one entry is a digest of all others, by which damage is found.

inline constexpr std::string_view metadata_digest_key = "kb.digest";

/// What an entry adds to the digest; nothing if it is empty, which is to say none.
std::uint64_t metadata_digest(std::string_view key, std::string_view value);

/// The digest's own entry for others.
std::string metadata_digest_of(const std::map<std::string, std::string>& metadata);

/// Sets an entry, and the digest with it. Throws what Xapian throws.
void put_metadata(Xapian::WritableDatabase& database, const std::string& key,
                  const std::string& value);

}  // namespace kb::index
