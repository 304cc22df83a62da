#include "ingest/feed_links.hpp"

#include <doctest/doctest.h>

#include <chrono>

using kb::ingest::feed_links;
using kb::ingest::FeedLink;

namespace {

std::vector<std::string> urls(std::string_view html) {
    std::vector<std::string> found;
    for (const FeedLink& link : feed_links(html, "https://example.org/blog/post?x"))
        found.push_back(link.url);
    return found;
}

using Urls = std::vector<std::string>;

}  // namespace

TEST_CASE("a page's feeds are found however the tags are written") {
    CHECK(feed_links("<html><head><link rel=\"alternate\" type=\"application/rss+xml\" "
                     "title=\"A &amp; B\" href=\"/feed.xml\"></head>",
                     "https://example.org/") ==
          std::vector<FeedLink>{{"https://example.org/feed.xml", "A & B"}});
    CHECK(urls("<LINK HREF=feed.xml REL='ALTERNATE home' TYPE='Application/Atom+XML; "
               "charset=utf-8'>") == Urls{"https://example.org/blog/feed.xml"});
    CHECK(urls("<link rel=alternate type=application/feed+json "
               "href=//cdn.example.net/f?a=1&amp;b=2 />") ==
          Urls{"https://cdn.example.net/f?a=1&b=2"});
}

TEST_CASE("other links are no feeds") {
    CHECK(urls("<link rel=stylesheet type=application/rss+xml href=/a>").empty());
    CHECK(urls("<link rel=alternate type=text/html hreflang=de href=/de>").empty());
    CHECK(urls("<link rel=alternate type=application/json+oembed href=/o>").empty());
    CHECK(urls("<link rel=alternate type=application/rss+xml>").empty());
    CHECK(urls("<link rel=alternate type=application/rss+xml href=javascript:alert(1)>").empty());
    CHECK(urls("<link rel=alternate type=application/rss+xml href=file:///etc/passwd>").empty());
    CHECK(urls("<a rel=alternate type=application/rss+xml href=/a>x</a>").empty());
}

TEST_CASE("comments and scripts hold no links") {
    const std::string link = "<link rel=alternate type=application/rss+xml href=/a>";
    CHECK(urls("<!-- " + link + " -->").empty());
    CHECK(urls("<script>document.write('" + link + "')</script>").empty());
    CHECK(urls("<script>a</script>" + link) == Urls{"https://example.org/a"});
    CHECK(urls("<title>" + link + "</title>").empty());
}

TEST_CASE("the base of a page counts, and feeds of comments come last") {
    CHECK(urls("<base href='https://example.net/x/'>"
               "<link rel=alternate type=application/rss+xml title='Comments' href=c>"
               "<link rel=alternate type=application/rss+xml href=f>"
               "<link rel=alternate type=application/atom+xml href=f>") ==
          Urls{"https://example.net/x/f", "https://example.net/x/c"});
}

TEST_CASE("hostile pages take linear time") {
    const auto start = std::chrono::steady_clock::now();
    std::string page;
    for (int i = 0; i < 200'000; ++i)
        page += "<link <!-- <script ";
    urls(page);
    page.clear();
    for (int i = 0; i < 2'000'000; ++i)
        page += "<a <link ";
    urls(page);
    page.clear();
    for (int i = 0; i < 20'000; ++i)
        page += "<link rel=alternate type=application/rss+xml href=/" + std::to_string(i) + ">";
    CHECK(urls(page).size() == 100);
    urls(std::string(1 << 20, '<'));
    urls("<link " + std::string(1 << 20, 'a') + "=");
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
}
