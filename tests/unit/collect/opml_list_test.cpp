#include <doctest/doctest.h>

#include "kb/error.hpp"
#include "kb/subscriptions.hpp"

using namespace kb;

namespace {

Subscription feed(std::string url, std::string title, std::vector<std::string> tags) {
    Subscription subscription;
    subscription.url = std::move(url);
    subscription.title = std::move(title);
    subscription.html_url = "https://example.org/";
    subscription.description = "what it is <about>";
    subscription.tags = std::move(tags);
    return subscription;
}

}  // namespace

TEST_CASE("a list that is written reads back the same") {
    const std::vector<Subscription> feeds = {
        feed("https://example.org/0", "Zero & \"more\" 日本", {}),
        feed("https://example.org/1", "One", {"Tech", "C++"}),
        feed("https://example.org/2", "Two", {"Tech", "C++"}),
        feed("https://example.org/3", "Three", {"Tech", "Databases"}),
        feed("https://example.org/4", "", {"Weather"})};
    CHECK(subscriptions_from_opml(to_opml(feeds)) == feeds);
}

TEST_CASE("a feed in several folders has the tags of all") {
    const auto feeds = subscriptions_from_opml(
        "<opml version='2.0'><body><outline text='A'><outline xmlUrl='https://example.org/f'/>"
        "</outline><outline text='B'><outline xmlUrl='https://EXAMPLE.org/f'/></outline></body>"
        "</opml>");
    REQUIRE(feeds.size() == 1);
    CHECK(feeds[0].tags == std::vector<std::string>{"A", "B"});
}

TEST_CASE("a list that is written holds no credentials") {
    CHECK(to_opml({feed("https://ada:pw@example.org/f", "F", {})}).find("pw") == std::string::npos);
}

TEST_CASE("what is no list is an error") {
    CHECK_THROWS_AS(subscriptions_from_opml("<rss/>"), Error);
    CHECK_THROWS_AS(subscriptions_from_opml(""), Error);
}
