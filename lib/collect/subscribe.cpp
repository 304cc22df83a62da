#include "kb/subscribe.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

#include "kb/error.hpp"
#include "kb/update.hpp"

namespace kb {
namespace {

constexpr std::size_t most_problems = 1000;

/// A list of feeds, whole: files of this size hold a hundred thousand feeds.
std::string read_list(const std::string& input) {
    constexpr std::size_t most_bytes = std::size_t{16} << 20;
    std::ifstream file;
    if (input != "-") {
        std::error_code ignored;  // names that cannot be looked at are no files
        const std::filesystem::file_status status = std::filesystem::status(input, ignored);
        if (!std::filesystem::exists(status)) {
            throw Error(ErrorCode::not_found, "no such file", "a URL begins with https://");
        }
        if (!std::filesystem::is_regular_file(status)) {
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
std::string without_feed_scheme(std::string_view input) {
    constexpr std::string_view scheme = "feed:";
    if (!input.starts_with(scheme)) return std::string(input);
    const std::string rest(input.substr(scheme.size()));
    return rest.starts_with("//") ? "http:" + rest : rest;
}

/// A failure that may be over by the time of the next update.
bool may_pass(const Discovery& discovery) {
    return discovery.outcome == FetchOutcome::unreachable ||
           discovery.outcome == FetchOutcome::refused || discovery.busy;
}

class Subscribing {
  public:
    Subscribing(Index& index, const SubscribeOptions& options) : index_(index), options_(options) {}

    void take(const std::string& input) {
        try {
            if (is_feed_url(input)) {
                take_url(without_feed_scheme(input));
            } else {
                take_list(input);
            }
        } catch (const Error& error) {
            ++report_.failed;
            const std::string hint = error.hint().empty() ? "" : " (" + error.hint() + ")";
            note(Problem::Severity::failure, input, error.what() + hint);
        }
    }

    SubscribeReport report() && { return std::move(report_); }

  private:
    void take_list(const std::string& input) {
        for (const Subscription& subscription : subscriptions_from_opml(read_list(input)))
            subscribe(subscription);
    }

    void take_url(const std::string& url) {
        if (url_host(url).empty()) throw Error(ErrorCode::invalid_argument, "is no valid URL");
        const auto known = index_.subscription(url);
        if (!options_.look || (known && !known->disabled)) {
            subscribe({.url = url});
            return;
        }
        const Discovery found = discover_feeds(url, options_.fetch, options_.stop);
        if (!found.feeds.empty()) {
            take_discovered(found, url);
        } else if (may_pass(found)) {
            subscribe({.url = url});
            note(Problem::Severity::warning, url,
                 "subscribed, though it cannot be fetched now: " + found.message);
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
        if (found.is_page && options_.on_page) options_.on_page(url, found.feeds);
    }

    void subscribe(const Subscription& subscription) {
        const Change change = index_.subscribe(subscription);
        switch (change) {
            case Change::added:
                ++report_.added;
                break;
            case Change::updated:
                ++report_.updated;
                break;
            case Change::unchanged:
                ++report_.unchanged;
                break;
        }
        if (options_.on_subscribed) options_.on_subscribed(subscription, change);
    }

    void note(Problem::Severity severity, const std::string& input, std::string message) {
        Problem problem{severity, without_credentials(input), 0, std::move(message)};
        if (options_.on_problem) options_.on_problem(problem);
        if (report_.problems.size() < most_problems) report_.problems.push_back(std::move(problem));
    }

    Index& index_;
    const SubscribeOptions& options_;
    SubscribeReport report_;
};

}  // namespace

std::string_view state_of(const Subscription& subscription) noexcept {
    if (subscription.disabled) return "gone";
    if (subscription.errors > 0) return "failing";
    return subscription.last_success ? "ok" : "new";
}

bool is_feed_url(std::string_view input) {
    return is_web_url(without_feed_scheme(input));
}

SubscribeReport subscribe(Index& index, const std::vector<std::string>& inputs,
                          const SubscribeOptions& options) {
    Subscribing subscribing(index, options);
    for (const std::string& input : inputs) {
        if (options.stop.stop_requested()) break;
        subscribing.take(input);
    }
    SubscribeReport report = std::move(subscribing).report();
    report.cancelled = options.stop.stop_requested();
    return report;
}

bool unsubscribe(Index& index, std::string_view url) {
    return index.unsubscribe(without_feed_scheme(url));
}

}  // namespace kb
