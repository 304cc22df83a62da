#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/document.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// A feed that is collected, and how collecting goes. Lives in an index.
struct Subscription {
    /// Where the feed is. May hold credentials, which fetching needs: show it by
    /// without_credentials(). What identifies a subscription is its canonical_url().
    std::string url = {};
    std::string title = {};              ///< one line; empty: not known yet
    std::string html_url = {};           ///< the site that the feed belongs to
    std::string description = {};        ///< of the feed, one line
    std::vector<std::string> tags = {};  ///< the folders around it, the outermost first

    /// The URL that it was first subscribed to, without credentials. Items without an identity of
    /// their own get one that begins so, whereto the feed may move. Set by Index::subscribe.
    std::string identity = {};

    std::string etag = {};           ///< of the last content, for conditional requests
    std::string last_modified = {};  ///< likewise
    std::optional<Timestamp> last_fetch = std::nullopt;  ///< when it was last asked for
    std::optional<Timestamp> last_success =
        std::nullopt;                                  ///< when it was last read, or not modified
    std::optional<Timestamp> next_due = std::nullopt;  ///< not to be asked before; absent: any time
    std::uint32_t errors = 0;                          ///< in a row
    std::string last_error = {};                       ///< one line; empty after a success
    bool disabled = false;                             ///< gone for good: not fetched any more

    bool operator==(const Subscription&) const = default;
};

/// How a subscription does, in one word: "gone" (for good), "failing", "new" (never fetched), "ok".
std::string_view state_of(const Subscription& subscription) noexcept;

/// The feeds of an OPML list, folders as tags; one that stands in several folders has the tags of
/// all. Throws Error(invalid_argument) if it is none.
std::vector<Subscription> subscriptions_from_opml(std::string_view bytes);

/// An OPML list of the feeds, without credentials: tags become folders, each within the one before.
/// Reading it back gives the same feeds.
std::string to_opml(const std::vector<Subscription>& subscriptions);

}  // namespace kb
#pragma GCC visibility pop
