#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/numbers.hpp"
#include "common/signals.hpp"
#include "common/usage_error.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/subscriptions.hpp"
#include "kb/update.hpp"

namespace kb::tools {
namespace {

struct Counts {
    std::uint64_t added = 0;
    std::uint64_t updated = 0;
    std::uint64_t known = 0;
    std::uint64_t failed = 0;
};

/// A list of feeds, whole: files of this size hold a hundred thousand feeds.
std::string read_list(const std::string& input) {
    constexpr std::size_t most_bytes = std::size_t{16} << 20;
    std::ifstream file;
    if (input != "-") {
        if (!std::filesystem::exists(input)) {
            throw Error(ErrorCode::not_found, "no such file", "a URL begins with https://");
        }
        if (!std::filesystem::is_regular_file(input)) {
            throw Error(ErrorCode::invalid_argument, "is no file");
        }
        file.open(input, std::ios::binary);
        if (!file) throw Error(ErrorCode::permission_denied, "cannot be read");
    }
    std::istream& stream = input == "-" ? std::cin : file;
    std::string content;
    std::array<char, std::size_t{64} << 10> block{};
    while (stream.read(block.data(), block.size()), stream.gcount() > 0) {
        content.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (content.size() > most_bytes) {
            throw Error(ErrorCode::invalid_argument, "is larger than 16 MiB");
        }
    }
    return content;
}

/// "feed://example.org/x" and "feed:https://example.org/x", as browsers used to hand them on.
std::string without_feed_scheme(const std::string& word) {
    constexpr std::string_view scheme = "feed:";
    if (!word.starts_with(scheme)) return word;
    const std::string rest = word.substr(scheme.size());
    return rest.starts_with("//") ? "http:" + rest : rest;
}

bool is_url(const std::string& word) {
    return is_web_url(without_feed_scheme(word));
}

/// A failure that may be over by the time of the next update.
bool may_pass(const Discovery& discovery) {
    return discovery.outcome == FetchOutcome::unreachable ||
           discovery.outcome == FetchOutcome::refused || discovery.busy;
}

class Subscribing {
  public:
    Subscribing(Session& session, const IndexOptions& options, Index& index, std::stop_token stop)
        : session_(session), options_(options), index_(index), stop_(std::move(stop)) {}

    void take(const std::string& word) {
        try {
            if (is_url(word)) {
                take_url(without_feed_scheme(word));
            } else {
                take_list(word);
            }
        } catch (const Error& error) {
            ++counts_.failed;
            const std::string hint = error.hint().empty() ? "" : " (" + error.hint() + ")";
            session_.messages.error(without_credentials(word) + ": " + error.what() + hint);
        }
    }

    const Counts& counts() const noexcept { return counts_; }

  private:
    void take_list(const std::string& input) {
        for (const Subscription& subscription : subscriptions_from_opml(read_list(input)))
            subscribe(subscription);
    }

    void take_url(const std::string& url) {
        if (url_host(url).empty()) throw Error(ErrorCode::invalid_argument, "is no valid URL");
        const auto known = index_.subscription(url);
        if (options_.no_fetch || (known && !known->disabled)) {
            subscribe({.url = url});
            return;
        }
        const Discovery found = discover_feeds(url, options_.read.fetch, stop_);
        if (!found.feeds.empty()) {
            take_discovered(found, url);
        } else if (may_pass(found)) {
            subscribe({.url = url});
            session_.messages.warning(
                without_credentials(url) +
                ": subscribed, though it cannot be fetched now: " + found.message);
        } else if (found.outcome != FetchOutcome::cancelled) {
            throw Error(ErrorCode::io, found.message);
        }
    }

    /// A list names all its feeds; a page is subscribed to by its first.
    void take_discovered(const Discovery& found, const std::string& url) {
        if (found.is_list) {
            for (const Subscription& subscription : found.feeds)
                subscribe(subscription);
            return;
        }
        subscribe(found.feeds.front());
        if (!found.is_page) return;
        session_.messages.note(without_credentials(url) + " is a page; its feed is " +
                               without_credentials(found.feeds.front().url));
        for (std::size_t i = 1; i < found.feeds.size(); ++i) {
            session_.messages.note("  another one: " + without_credentials(found.feeds[i].url));
        }
    }

    void subscribe(const Subscription& subscription) {
        switch (index_.subscribe(subscription)) {
            case Change::added:
                ++counts_.added;
                session_.messages.detail("subscribed to " + without_credentials(subscription.url));
                break;
            case Change::updated:
                ++counts_.updated;
                break;
            case Change::unchanged:
                ++counts_.known;
        }
    }

    Session& session_;
    const IndexOptions& options_;
    Index& index_;
    std::stop_token stop_;
    Counts counts_;
};

/// Whether opening an index makes sense at all, as for `add`.
bool any_usable(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        std::error_code error;
        if (word == "-" || is_url(word) || std::filesystem::exists(word, error)) return true;
    }
    return false;
}

std::string summary(const Counts& counts) {
    return "subscribed to " + counted(counts.added, "feed", "feeds") + ", updated " +
           std::to_string(counts.updated) + ", known already " + std::to_string(counts.known) +
           ", failed " + std::to_string(counts.failed);
}

}  // namespace

int run_subscribe(Session& session, const IndexOptions& options,
                  const std::vector<std::string>& words) {
    if (words.empty()) throw UsageError("nothing to subscribe to: give URLs or OPML files");
    if (!any_usable(words)) {
        for (const std::string& word : words)
            session.messages.error(word + ": no such file (a URL begins with https://)");
        return exit_code::failure;
    }
    const auto database = database_path(options.database);
    SignalStop stop;
    protect_new_files(database);
    Index index(database, Index::Mode::create, {.longest = options.wait, .stop = stop.token()});
    Subscribing subscribing(session, options, index, stop.token());
    for (const std::string& word : words) {
        if (!stop.token().stop_requested()) subscribing.take(word);
    }
    index.commit();
    const Counts& counts = subscribing.counts();
    session.messages.note(summary(counts));
    if (stop.signal() != 0) return exit_code::from_signal(stop.signal());
    return exit_code_of(counts.added + counts.updated + counts.known, counts.failed);
}

int run_unsubscribe(Session& session, const IndexOptions& options,
                    const std::vector<std::string>& words) {
    if (words.empty()) throw UsageError("no URL: name the feeds to unsubscribe from");
    const auto database = database_path(options.database);
    protect_new_files(database);
    Index index(database, Index::Mode::existing, {.longest = options.wait});
    std::uint64_t removed = 0;
    std::uint64_t missing = 0;
    for (const std::string& word : words) {
        if (index.unsubscribe(without_feed_scheme(word))) {
            ++removed;
        } else {
            ++missing;
            session.messages.error("no subscription of " + without_credentials(word));
        }
    }
    index.commit();
    session.messages.note("unsubscribed from " + counted(removed, "feed", "feeds") +
                          "; their documents stay");
    return exit_code_of(removed, missing);
}

}  // namespace kb::tools
