#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// A feed that a page names.
struct FeedLink {
    std::string url;
    std::string title;  ///< one line; may be empty

    bool operator==(const FeedLink&) const = default;
};

/// Feeds that are taken from one page.
inline constexpr std::size_t most_links = 100;

/// The feeds that an HTML page names by <link rel="alternate"> with a feed's type, as browsers
/// found them, resolved against <base> and `location`: http and https only, each once, at most
/// most_links, in the page's order but feeds of comments last. `html` is UTF-8; its first MiB is
/// looked at. Linear.
std::vector<FeedLink> feed_links(std::string_view html, const std::string& location);

}  // namespace kb::ingest
