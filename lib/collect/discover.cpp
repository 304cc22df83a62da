#include <algorithm>
#include <utility>

#include "ingest/feed_links.hpp"
#include "ingest/fetch/content_type.hpp"
#include "ingest/formats.hpp"
#include "kb/error.hpp"
#include "kb/reader.hpp"
#include "kb/update.hpp"
#include "text/charset.hpp"

namespace kb {
namespace {

std::string decoded(const FetchResult& page) {
    const std::string label = ingest::parse_content_type(page.content_type).charset;
    const auto told = label.empty() ? std::nullopt : find_charset(label);
    std::string text;
    Utf8Decoder(told.value_or(detect_charset(page.body))).decode(page.body, true, text);
    return text;
}

/// Where somebody who subscribes is to go: on to where the feed has moved for good.
std::string lasting_url(const std::string& url, const FetchResult& result) {
    return result.moved_to.empty() ? url : result.moved_to;
}

void discover_feed(const std::string& url, const FetchResult& result, Discovery& discovery) {
    ReadOptions read;
    read.format = Format::feed;
    std::string failure;
    DocumentReader reader(url, result, read, [&failure](const Problem& problem) {
        if (problem.severity == Problem::Severity::failure) failure = problem.message;
    });
    const auto first = reader.next();
    if (!first && !failure.empty()) {
        discovery.message = failure;
        return;
    }
    Subscription feed;
    feed.url = lasting_url(url, result);
    if (first) feed.title = first->source;
    discovery.feeds.push_back(std::move(feed));
}

void discover_links(const std::string& html, const FetchResult& result, Discovery& discovery) {
    discovery.is_page = true;
    for (const ingest::FeedLink& link : ingest::feed_links(html, result.url)) {
        Subscription feed;
        feed.url = link.url;
        feed.title = link.title;
        feed.html_url = result.url;
        discovery.feeds.push_back(std::move(feed));
    }
    if (discovery.feeds.empty()) discovery.message = "is a page that names no feed";
}

void discover_list(const std::string& body, Discovery& discovery) {
    discovery.is_list = true;
    try {
        discovery.feeds = subscriptions_from_opml(body);
    } catch (const Error& error) {
        discovery.message = error.what();
    }
    if (discovery.feeds.empty() && discovery.message.empty()) discovery.message = "names no feed";
}

bool may_recover(int status) {
    return status == 408 || status == 429 || status >= 500;
}

}  // namespace

Discovery discover_feeds(const std::string& url, const FetchOptions& options,
                         std::stop_token stop) {
    const FetchResult result = fetch({.url = url}, options, std::move(stop));
    Discovery discovery;
    discovery.outcome = result.outcome;
    if (result.outcome != FetchOutcome::content) {
        discovery.busy = may_recover(result.status);
        discovery.message = result.message;
        return discovery;
    }
    const std::string text = decoded(result);
    switch (ingest::format_of_content(text, Format::automatic)) {
        case Format::opml:
            discover_list(result.body, discovery);
            break;
        case Format::html:
            discover_links(text, result, discovery);
            break;
        case Format::feed:
            discover_feed(url, result, discovery);
            break;
        default:
            discovery.message = "is neither a feed nor a page";
    }
    return discovery;
}

}  // namespace kb
