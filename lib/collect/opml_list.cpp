#include <algorithm>
#include <map>

#include "ingest/opml.hpp"
#include "kb/document.hpp"
#include "kb/subscriptions.hpp"

namespace kb {
namespace {

void add_missing(const std::vector<std::string>& more, std::vector<std::string>& tags) {
    for (const std::string& tag : more) {
        if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
    }
}

}  // namespace

std::vector<Subscription> subscriptions_from_opml(std::string_view bytes) {
    std::vector<Subscription> subscriptions;
    std::map<std::string, std::size_t> places;
    for (ingest::OpmlFeed& feed : ingest::parse_opml(std::string(bytes))) {
        const auto [place, is_new] =
            places.emplace(canonical_url(feed.feed_url), subscriptions.size());
        if (!is_new) {  // it stands in several folders
            add_missing(feed.tags, subscriptions[place->second].tags);
            continue;
        }
        Subscription subscription;
        subscription.url = std::move(feed.feed_url);
        subscription.title = std::move(feed.title);
        subscription.html_url = std::move(feed.site_url);
        subscription.description = std::move(feed.description);
        subscription.tags = std::move(feed.tags);
        subscriptions.push_back(std::move(subscription));
    }
    return subscriptions;
}

std::string to_opml(const std::vector<Subscription>& subscriptions) {
    std::vector<ingest::OpmlFeed> feeds;
    for (const Subscription& subscription : subscriptions) {
        ingest::OpmlFeed feed;
        feed.title = subscription.title;
        feed.feed_url = without_credentials(subscription.url);
        feed.site_url = subscription.html_url;
        feed.description = subscription.description;
        feed.tags = subscription.tags;
        feeds.push_back(std::move(feed));
    }
    // So that each folder stands once.
    std::stable_sort(feeds.begin(), feeds.end(),
                     [](const auto& a, const auto& b) { return a.tags < b.tags; });
    return ingest::write_opml(feeds, "Subscriptions");
}

}  // namespace kb
