#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kb/fetch.hpp"
#include "kb/index.hpp"
#include "kb/reader.hpp"
#include "kb/subscriptions.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// What subscribing did. Counts feeds, but failures of inputs.
struct SubscribeReport {
    std::uint64_t added = 0;      ///< new to the index
    std::uint64_t updated = 0;    ///< known already, but not all that the input says of them
    std::uint64_t unchanged = 0;  ///< known already
    std::uint64_t failed = 0;     ///< inputs that name no feed
    /// Failures and warnings in the order they were met; inputs without credentials. At most 1000.
    std::vector<Problem> problems = {};
    bool cancelled = false;  ///< stopped on request; what is counted stands, uncommitted
};

/// How subscribing is done.
struct SubscribeOptions {
    FetchOptions fetch = {};  ///< of the URLs that are looked at
    /// Whether a URL is fetched once, to see whether it is a feed, a page that names feeds (the
    /// first is taken) or an OPML list; else it is taken for a feed.
    bool look = true;
    /// These are called from the calling thread: with each problem as it is met,
    std::function<void(const Problem&)> on_problem = {};
    /// with each subscription and what became of it,
    std::function<void(const Subscription&, Change)> on_subscribed = {};
    /// and with the feeds of a URL that is a page, the one that was taken first.
    std::function<void(const std::string& url, const std::vector<Subscription>&)> on_page = {};
    std::stop_token stop = {};  ///< ends it after the feed at hand
};

/// Whether it is a URL that can be subscribed to; "feed:" may stand before it or for "http:".
bool is_feed_url(std::string_view input);

/// Subscribes to URLs and to the feeds of OPML files ("-": standard input). A URL that cannot be
/// fetched just now is subscribed to with a warning. Commits nothing. Whatever Error an input
/// meets, one of the index included, is a problem of that input; the others are still taken.
SubscribeReport subscribe(Index& index, const std::vector<std::string>& inputs,
                          const SubscribeOptions& options = {});

/// Removes the subscription of a URL as is_feed_url takes it; false if there is none. Its documents
/// stay.
bool unsubscribe(Index& index, std::string_view url);

}  // namespace kb
#pragma GCC visibility pop
