#include "document/story.hpp"

#include <doctest/doctest.h>

#include <random>

using kb::story_key;

TEST_CASE("forms of one page are one story") {
    const std::string key = story_key("https://example.org/2024/post");
    CHECK(key == "example.org/2024/post");
    for (const char* url :
         {"http://example.org/2024/post", "https://www.example.org/2024/post/",
          "https://m.example.org/2024/post", "https://mobile.example.org/2024/post//",
          "https://amp.example.org/2024/post", "https://WWW.Example.ORG:443/2024/post#comments",
          "https://example.org/2024/post?utm_source=rss&utm_medium=feed",
          "https://example.org/2024/post/amp/", "https://example.org/amp/2024/post",
          "https://example.org/2024/post?amp=1", "https://example.org/2024/post?outputType=amp",
          "https://example.org/2024/post/index.html", "https://example.org/2024/post.amp",
          "https://www.google.com/amp/s/example.org/2024/post",
          "https://cdn.ampproject.org/c/s/example.org/2024/post",
          "https://example-org.cdn.ampproject.org/c/s/www.example.org/2024/post/amp",
          "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2F2024%2Fpost&usg=x",
          "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F2024%2Fpost%3Ffbclid%3D1"}) {
        CAPTURE(url);
        CHECK(story_key(url) == key);
    }
}

TEST_CASE("different pages are different stories") {
    CHECK(story_key("https://example.org/a") != story_key("https://example.org/A"));
    CHECK(story_key("https://example.org/?p=1") != story_key("https://example.org/?p=2"));
    CHECK(story_key("https://example.org/a") != story_key("https://example.net/a"));
    CHECK(story_key("https://example.org:8080/a") != story_key("https://example.org/a"));
    CHECK(story_key("https://example.org/lamp") == "example.org/lamp");
    CHECK(story_key("https://example.org/post.html") == "example.org/post.html");
    CHECK(story_key("https://example.org/post.amp.html") == "example.org/post.html");
    CHECK(story_key("https://m.org/a") == "m.org/a");
    CHECK(story_key("https://example.org/?b=2&a=1") == story_key("https://example.org/?a=1&b=2"));
}

TEST_CASE("front pages, proxies that hide their target, and other texts have no story") {
    for (const char* url :
         {"", "mailto:a@b", "https://example.org", "https://www.example.org/",
          "https://example.org/index.html", "https://example.org/?utm_source=x",
          "http://feedproxy.google.com/~r/x/~3/abc/", "https://t.co/abc", "kb:0123"}) {
        CAPTURE(url);
        CHECK(story_key(url).empty());
    }
}

TEST_CASE("redirectors within each other end") {
    std::string url = "https://example.org/post";
    for (int i = 0; i < 20; ++i)
        url = "https://www.google.com/url?q=" + url;
    CHECK_FALSE(story_key(url).empty());
}

TEST_CASE("keys of any bytes are found without a crash") {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        std::string url = random() % 2 == 0 ? "https://www.google.com/url?q=" : "http://";
        const std::string alphabet = "ab./?&=%#:@ \x01\xc3m2fAMPwww";
        for (auto i = random() % 60; i > 0; --i)
            url += alphabet[random() % alphabet.size()];
        story_key(url);
    }
}
