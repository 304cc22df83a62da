#include "ingest/opml.hpp"

#include <doctest/doctest.h>

#include <random>

#include "kb/error.hpp"
#include "reading.hpp"
#include "text/normalize.hpp"

namespace {

using kb::ingest::OpmlFeed;
using kb::ingest::parse_opml;
using kb::ingest::write_opml;
using namespace kb::test;

TEST_CASE("a list of feeds is read, whatever its folders") {
    const auto feeds = parse_opml(R"(<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1"><head><title>Mine</title></head><body>
  <outline text="One" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/" type="rss"/>
  <outline text="Tech">
    <outline title="C++"><outline text="T" title="Two" xmlurl="feed://two.example/rss"/></outline>
    <outline text="Three" xmlUrl="https://three.example/atom" category="/news/daily,read later"/>
    <outline text="no feed"/>
  </outline>
</body></opml>)");
    CHECK(feeds ==
          std::vector<OpmlFeed>{
              {.title = "One",
               .feed_url = "https://one.example/feed",
               .site_url = "https://one.example/"},
              {.title = "Two", .feed_url = "http://two.example/rss", .tags = {"Tech", "C++"}},
              {.title = "Three",
               .feed_url = "https://three.example/atom",
               .tags = {"Tech", "news", "daily", "read later"}},
          });
}

TEST_CASE("feed: goes off the front of an address, however often, with any space behind it") {
    const auto feeds = parse_opml(
        "<opml><outline xmlUrl='feed: https://a.example/'/><outline "
        "xmlUrl='feed:feed://b.example/'/>"
        "<outline xmlUrl='FEED: feed: '/><outline xmlUrl='feed:\x1a /c'/></opml>");
    CHECK(feeds == std::vector<OpmlFeed>{{.feed_url = "https://a.example/"},
                                         {.feed_url = "http://b.example/"},
                                         {.feed_url = "/c"}});
    CHECK(parse_opml(write_opml(feeds, "Mine")) == feeds);
}

TEST_CASE("a feed that holds others is a feed and their folder") {
    const auto feeds = parse_opml(
        R"(<opml><body><outline text="Planet" xmlUrl="http://p/"><outline text="A" xmlUrl="http://a/"/></outline></body></opml>)");
    REQUIRE(feeds.size() == 2);
    CHECK(feeds[1].tags == Strings{"Planet"});
}

TEST_CASE("what is wrong with a list is repaired and said") {
    std::vector<kb::ingest::XmlNote> repairs;
    const auto feeds = parse_opml(
        "junk<opml><body><outline text=\"R&D\" xmlUrl=\"http://a/?x=1&y=2\">", {}, &repairs);
    REQUIRE(feeds.size() == 1);
    CHECK(feeds[0].title == "R&D");
    CHECK(feeds[0].feed_url == "http://a/?x=1&y=2");
    CHECK(repairs.size() == 3);
}

TEST_CASE("what is no list of feeds is an error") {
    CHECK_THROWS_AS(parse_opml("<rss/>"), kb::Error);
    CHECK_THROWS_AS(parse_opml(""), kb::Error);
    std::string deep = "<opml>";
    for (int i = 0; i < 1000; ++i)
        deep += "<outline>";
    CHECK_THROWS_AS(parse_opml(deep), kb::Error);
}

TEST_CASE("a list that is written and read again is the same list") {
    const std::vector<std::string_view> words = {"Tech", "C++",   "a \"b\"",  "<x>",
                                                 "R&D",  "日本",  "é\u00a0f", "x y",
                                                 "'",    "&amp;", "-->",      "]]>"};
    std::mt19937 random(5);
    const auto word = [&] { return kb::clean_line(words[random() % words.size()]); };
    for (int round = 0; round < 500; ++round) {
        std::vector<OpmlFeed> feeds;
        for (auto n = random() % 8; n > 0; --n) {
            OpmlFeed feed{.title = word(), .feed_url = "https://example.org/" + word()};
            if (random() % 2 == 0) feed.site_url = "https://example.org/?a=1&b=" + word();
            if (random() % 2 == 0) feed.description = word() + ' ' + word();
            for (auto tags = random() % 4; tags > 0; --tags) {
                const std::string tag = word();
                if (std::find(feed.tags.begin(), feed.tags.end(), tag) == feed.tags.end()) {
                    feed.tags.push_back(tag);
                }
            }
            feeds.push_back(std::move(feed));
        }
        std::vector<kb::ingest::XmlNote> repairs;
        const std::string written = write_opml(feeds, word());
        INFO(written);
        CHECK(parse_opml(written, {}, &repairs) == feeds);
        CHECK(repairs.empty());
    }
}

TEST_CASE("reading a list for documents says what it is for") {
    const Reading reading = read_content(
        "list.opml", R"(<opml><body><outline text="A" xmlUrl="http://a/"/></body></opml>)");
    CHECK(reading.documents.empty());
    CHECK(reading.messages() ==
          Strings{"[0: is a list of 1 feed, which holds no posts itself; 'kbindex subscribe' "
                  "follows them]"});
}

}  // namespace
