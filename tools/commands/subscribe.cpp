#include "kb/subscribe.hpp"

#include <filesystem>
#include <system_error>

#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/numbers.hpp"
#include "common/signals.hpp"
#include "common/usage_error.hpp"
#include "kb/index.hpp"

namespace kb::tools {
namespace {

/// Whether opening an index makes sense at all, as for `add`.
bool any_usable(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        std::error_code error;
        if (word == "-" || is_feed_url(word) || std::filesystem::exists(word, error)) return true;
    }
    return false;
}

std::string summary(const SubscribeReport& report) {
    return "subscribed to " + counted(report.added, "feed", "feeds") + ", updated " +
           std::to_string(report.updated) + ", known already " + std::to_string(report.unchanged) +
           ", failed " + std::to_string(report.failed);
}

void show_page(const Messages& messages, const std::string& url,
               const std::vector<Subscription>& feeds) {
    messages.note(without_credentials(url) + " is a page; its feed is " +
                  without_credentials(feeds.front().url));
    for (std::size_t i = 1; i < feeds.size(); ++i)
        messages.note("  another one: " + without_credentials(feeds[i].url));
}

SubscribeOptions subscribe_options(const Messages& messages, const IndexOptions& options,
                                   std::stop_token stop) {
    SubscribeOptions subscribing;
    subscribing.fetch = options.read.fetch;
    subscribing.look = !options.no_fetch;
    subscribing.stop = std::move(stop);
    subscribing.on_problem = [&](const Problem& problem) { show_problem(messages, problem); };
    subscribing.on_subscribed = [&](const Subscription& subscription, Change change) {
        if (change == Change::added)
            messages.detail("subscribed to " + without_credentials(subscription.url));
    };
    subscribing.on_page = [&](const std::string& url, const std::vector<Subscription>& feeds) {
        show_page(messages, url, feeds);
    };
    return subscribing;
}

}  // namespace

int run_subscribe(Session& session, const IndexOptions& options,
                  const std::vector<std::string>& words) {
    if (words.empty()) throw UsageError("nothing to subscribe to: give URLs or OPML files");
    if (!any_usable(words)) {
        for (const std::string& word : words)
            session.messages.error(without_credentials(word) +
                                   ": no such file (a URL begins with https://)");
        return exit_code::failure;
    }
    const auto database = database_path(options.database);
    SignalStop stop;
    protect_new_files(database);
    Index index(database, Index::Mode::create, {.longest = options.wait, .stop = stop.token()});
    const SubscribeReport report =
        subscribe(index, words, subscribe_options(session.messages, options, stop.token()));
    index.commit();
    session.messages.note(summary(report));
    if (stop.signal() != 0) return exit_code::from_signal(stop.signal());
    return exit_code_of(report.added + report.updated + report.unchanged, report.failed);
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
        if (unsubscribe(index, word)) {
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
