#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "kb/document.hpp"
#include "kb/fetch.hpp"
#include "kb/index.hpp"
#include "kb/reader.hpp"
#include "kb/subscriptions.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// What became of the feeds of an update, and of their documents.
struct UpdateReport {
    std::uint64_t feeds = 0;         ///< asked for, or to be
    std::uint64_t done = 0;          ///< of these
    std::uint64_t changed = 0;       ///< came with content that could be read
    std::uint64_t not_modified = 0;  ///< the servers had nothing new
    std::uint64_t failed = 0;        ///< could not be had, or not be read
    std::uint64_t not_due = 0;   ///< left alone: their servers asked for patience, or they failed
    std::uint64_t disabled = 0;  ///< left alone: gone for good
    AddReport documents = {};    ///< what became of the items of all feeds
    /// Failures and warnings in the order they were met; the input is the feed's URL without
    /// credentials. At most 1000.
    std::vector<Problem> problems = {};
    bool cancelled = false;  ///< stopped on request; what is counted in `documents` is committed
};

/// How subscriptions are updated.
struct UpdateOptions {
    FetchOptions fetch = {};  ///< how to fetch
    unsigned jobs = 0;        ///< as in AddOptions
    /// Also feeds that are not due, or disabled.
    bool all = false;
    /// Documents between two commits. The state of a feed is committed together with its last
    /// document or later, so that nothing of it is missed, wherever an update is cut off.
    std::uint64_t commit_every = 500;
    /// Called from the calling thread as feeds and documents come.
    std::function<void(const UpdateReport&)> on_progress = {};
    /// Called with each problem as it is met, from the calling thread.
    std::function<void(const Problem&)> on_problem = {};
    std::stop_token stop = {};  ///< ends the update; what was added is committed
    /// The time, and what jitter is made of (0 ≤ x < 1); absent: the clock, and chance.
    std::function<Timestamp()> now = {};
    std::function<double()> random = {};  ///< absent: chance
};

/// Fetches the subscriptions of an index that are due, conditionally and one at a time from each
/// host, and adds what is new. An item that is there already is replaced if it has changed and
/// keeps its first date of publication; one that has left its feed stays. Feeds that moved for good
/// have their subscription rewritten, those that are gone for good are disabled, and those that
/// fail wait twice as long each time. Commits as it goes and at the end. Problems of single feeds
/// are part of the report. Throws Error as Index::add_all does; the last commit stands.
UpdateReport update(Index& index, const UpdateOptions& options);

/// What a subscription can be made of.
struct Discovery {
    std::vector<Subscription> feeds = {};  ///< the best first; url, title and html_url are set
    bool is_page = false;                  ///< they are those of a page
    bool is_list = false;                  ///< they are those of an OPML list
    FetchOutcome outcome = FetchOutcome::cancelled;  ///< of the fetch
    bool busy = false;         ///< the server failed, but may be well again later
    std::string message = {};  ///< why there are none; empty if there are
};

/// Fetches a URL and finds out which feed it is, or, if it is a page, which feeds the page names
/// (<link rel="alternate">). One fetch. Throws Error(internal) as fetch does.
Discovery discover_feeds(const std::string& url, const FetchOptions& options,
                         std::stop_token stop = {});

}  // namespace kb
#pragma GCC visibility pop
