#pragma once

#include <string>
#include <string_view>

namespace kb::ingest {

/// Whether a text begins with a scheme and colon ("https:", "urn:").
bool has_scheme(std::string_view link) noexcept;

/// What the link `reference`, found where links count from `base`, leads to: the algorithm of RFC
/// 3986, 5.2, but that dot segments are left to canonical_url. The reference itself, trimmed, if it
/// is absolute or `base` is not.
std::string resolve_link(std::string_view base, std::string_view reference);

}  // namespace kb::ingest
