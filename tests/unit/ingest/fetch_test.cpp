#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "ingest/fetch/content_type.hpp"
#include "ingest/fetch/host_queue.hpp"
#include "ingest/fetch/web_url.hpp"
#include "kb/fetch.hpp"

using namespace kb;

TEST_CASE("hosts take turns, and one that is busy waits") {
    ingest::HostQueue queue(1);
    queue.push("a", 0);
    queue.push("a", 1);
    queue.push("b", 2);
    CHECK(queue.take()->request == 0);
    CHECK(queue.take()->request == 2);
    CHECK_FALSE(queue.take());
    CHECK_FALSE(queue.empty());
    queue.release("b");
    CHECK_FALSE(queue.take());
    queue.release("a");
    CHECK(queue.take()->request == 1);
    CHECK(queue.empty());
}

TEST_CASE("whatever the order, every request gets its turn once and no host is overrun") {
    for (unsigned seed = 0; seed < 50; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const auto per_host = static_cast<unsigned>(1 + random() % 3);
        ingest::HostQueue queue(per_host);
        std::set<std::size_t> taken;
        std::map<std::string, unsigned> busy;
        std::vector<std::string> running;
        std::size_t pushed = 0;
        while (pushed < 200 || !queue.empty() || !running.empty()) {
            if (pushed < 200 && random() % 2 == 0) {
                queue.push(std::string(1, static_cast<char>('a' + random() % 5)), pushed++);
            }
            if (const auto turn = queue.take()) {
                CHECK(taken.insert(turn->request).second);
                CHECK(++busy[turn->host] <= per_host);
                running.push_back(turn->host);
            }
            if (!running.empty() && random() % 2 == 0) {
                std::swap(running[random() % running.size()], running.back());
                --busy[running.back()];
                queue.release(running.back());
                running.pop_back();
            }
        }
        CHECK(taken.size() == 200);
    }
}

TEST_CASE("content types are taken apart, however they are spelled") {
    const auto parsed = [](std::string_view value) {
        const ingest::ContentType type = ingest::parse_content_type(value);
        return type.media_type + "|" + type.charset;
    };
    CHECK(parsed("text/html; charset=utf-8") == "text/html|utf-8");
    CHECK(parsed("Text/XML;CHARSET=\"ISO-8859-1\"") == "text/xml|ISO-8859-1");
    CHECK(parsed(" application/rss+xml ; q=1 ; charset = 'latin1' ") ==
          "application/rss+xml|latin1");
    CHECK(parsed("text/html; charset=a; charset=b") == "text/html|a");
    CHECK(parsed("") == "|");
    CHECK(parsed(";;;charset") == "|");
    CHECK(parsed("charset=utf-8") == "charset=utf-8|");
}

TEST_CASE("media types name formats only where they can be believed") {
    CHECK(ingest::format_of_media_type("application/atom+xml") == Format::feed);
    CHECK(ingest::format_of_media_type("text/html") == Format::html);
    CHECK(ingest::format_of_media_type("text/plain") == Format::automatic);
    CHECK(ingest::format_of_media_type("application/octet-stream") == Format::automatic);
}

TEST_CASE("links are resolved against their page") {
    const auto resolved = [](const char* link) {
        const auto url = ingest::resolve_url("https://ada:pw@Example.org/a/b?q#f", link);
        return url ? url->text : "none";
    };
    CHECK(resolved("feed.xml") == "https://ada:pw@example.org/a/feed.xml");
    CHECK(resolved("/feed.xml") == "https://ada:pw@example.org/feed.xml");
    CHECK(resolved("//other.org/x") == "https://other.org/x");
    CHECK(resolved(" http://other.org/x#y ") == "http://other.org/x");
    CHECK(resolved("../../../x") == "https://ada:pw@example.org/x");
}

TEST_CASE("credentials do not survive in what is shown") {
    CHECK(without_credentials("https://ada:pw@example.org/a@b") == "https://example.org/a@b");
    CHECK(without_credentials("https://a@b:c@example.org?x@y") == "https://example.org?x@y");
    CHECK(without_credentials("https://example.org/@ada") == "https://example.org/@ada");
    CHECK(without_credentials("no url: a@b") == "no url: a@b");
    CHECK(without_credentials("http://ada:pw@") == "http://");
}

TEST_CASE("what is no web URL is refused without asking anybody") {
    for (const char* url : {"", "file:///etc/passwd", "ftp://example.org/", "http://",
                            "example.org", "http://127.0.0.1:1/", "http://exa mple.org/\r\nX: y"}) {
        CAPTURE(url);
        const FetchResult result = fetch({.url = url}, {});
        CHECK(result.outcome == FetchOutcome::refused);
        CHECK_FALSE(result.message.empty());
        CHECK(result.message.find('\n') == std::string::npos);
    }
}

TEST_CASE("a stop that came before leaves everything unasked") {
    std::stop_source stop;
    stop.request_stop();
    CHECK(fetch({.url = "http://example.org/"}, {}, stop.get_token()).outcome ==
          FetchOutcome::cancelled);
}
