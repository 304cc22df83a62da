#pragma once

#include <string>
#include <string_view>

namespace kb {

/// What two links have in common that lead to the same story, beyond what canonical_url evens out:
/// no scheme, no "www.", "m.", "mobile." or "amp." before the host, no trailing slash or index
/// page, no AMP or "from the feed" variants of path and query, parameters in alphabetical order;
/// links through AMP caches and redirectors that name their target count as that. Empty for what is
/// no http(s) link, for a site's front page, and for links through proxies that hide their target.
/// For comparing only. Linear but for the sorting of parameters.
std::string story_key(std::string_view url);

}  // namespace kb
