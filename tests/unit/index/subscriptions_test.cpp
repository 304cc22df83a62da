#include <doctest/doctest.h>

#include "index/subscription_record.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

Subscription full() {
    Subscription feed;
    feed.url = "https://ada:pw@example.org/feed";
    feed.title = "A = b";
    feed.html_url = "https://example.org/";
    feed.description = "=";
    feed.tags = {"Tech", "C++ = fun"};
    feed.identity = "https://example.org/feed";
    feed.etag = "W/\"x=y\"";
    feed.last_modified = "Sat, 01 Jun 2024 12:00:00 GMT";
    feed.last_fetch = test::at("2024-06-01T12:00:00Z");
    feed.last_success = test::at("2024-05-01T12:00:00Z");
    feed.next_due = test::at("2024-06-01T13:00:00Z");
    feed.errors = 3;
    feed.last_error = "the server answered 500";
    feed.disabled = true;
    return feed;
}

struct NewIndex {
    test::TemporaryDirectory directory;
    Index index{directory / "index", Index::Mode::create};
};

}  // namespace

TEST_CASE("a subscription is stored whole") {
    CHECK(index::decode_subscription(index::encode_subscription(full())) == full());
}

TEST_CASE("a record keeps one line a value, and unknown names are left alone") {
    Subscription feed;
    feed.url = "https://example.org/feed";
    feed.title = "a\nerrors=9\r\ndisabled=yes";
    const Subscription stored =
        index::decode_subscription("future=1\n\n=\nnoise\n" + index::encode_subscription(feed));
    CHECK(stored.errors == 0);
    CHECK_FALSE(stored.disabled);
    CHECK_THROWS_AS(index::decode_subscription("title=x\n"), Error);
}

TEST_CASE("subscribing twice changes nothing, and says so") {
    NewIndex kb;
    CHECK(kb.index.subscribe({.url = "https://example.org/feed", .title = "F"}) == Change::added);
    CHECK(kb.index.subscribe({.url = "HTTPS://Example.org:443/feed#x"}) == Change::unchanged);
    CHECK(
        kb.index.subscribe({.url = "https://example.org/feed", .title = "G", .tags = {"T", "T"}}) ==
        Change::updated);
    REQUIRE(kb.index.subscriptions().size() == 1);
    CHECK(kb.index.subscriptions()[0].title == "G");
    CHECK(kb.index.subscriptions()[0].tags == std::vector<std::string>{"T"});
}

TEST_CASE("subscriptions are seen by readers once they are committed") {
    NewIndex kb;
    kb.index.subscribe({.url = "https://example.org/b"});
    kb.index.subscribe({.url = "https://example.org/a"});
    const Searcher searcher(kb.directory / "index");
    CHECK(searcher.subscriptions().empty());
    kb.index.commit();
    REQUIRE(searcher.subscriptions().size() == 2);
    CHECK(searcher.subscriptions()[0].url == "https://example.org/a");
    kb.index.unsubscribe("https://example.org/a");
    kb.index.discard();
    CHECK(kb.index.subscriptions().size() == 2);
    CHECK(kb.index.unsubscribe("https://example.org/a"));
    CHECK_FALSE(kb.index.unsubscribe("https://example.org/a"));
    kb.index.commit();
    CHECK(searcher.subscriptions().size() == 1);
}

TEST_CASE("subscribing again keeps how fetching goes, but enables what was gone") {
    NewIndex kb;
    kb.index.put_subscription(full());
    CHECK(kb.index.subscribe({.url = "https://example.org/feed"}) == Change::updated);
    const Subscription feed = kb.index.subscription("https://example.org/feed").value();
    CHECK_FALSE(feed.disabled);
    CHECK(feed.errors == 0);
    CHECK(feed.etag == full().etag);
    CHECK(feed.url == full().url);
}

TEST_CASE("what is no web URL cannot be subscribed to") {
    NewIndex kb;
    for (const char* url : {"", "example.org", "file:///etc/passwd", "https://", "http://?x"}) {
        CHECK_THROWS_AS(kb.index.subscribe({.url = url}), Error);
    }
}

TEST_CASE("a document that replaces another keeps its date of publication on request") {
    NewIndex kb;
    Document first = test::make_document("a", "Post", "first words");
    first.published = test::at("2024-01-01");
    kb.index.add(first);
    kb.index.commit();
    const Searcher searcher(kb.directory / "index");
    const auto replace = [&](std::optional<Timestamp> published, bool keep) {
        Document later = test::make_document("a", "Post", "other words");
        later.published = published;
        std::optional<Document> next = later;
        AddOptions options;
        options.keep_published = keep;
        kb.index.add_all([&] { return std::exchange(next, std::nullopt); }, options);
        return searcher.document("a")->published;
    };
    CHECK(replace(test::at("2024-02-01"), true) == first.published);
    CHECK(replace(std::nullopt, true) == first.published);
    CHECK(searcher.search({.query = "words date:2024-01"}).total == 1);
    CHECK(replace(test::at("2024-02-01"), false) == test::at("2024-02-01"));
}

TEST_CASE("what is changed before a commit is committed with it") {
    NewIndex kb;
    std::vector<std::uint64_t> counts;
    int left = 5;
    AddOptions options;
    options.commit_every = 2;
    options.before_commit = [&](std::uint64_t written) {
        counts.push_back(written);
        kb.index.subscribe({.url = "https://example.org/" + std::to_string(written)});
    };
    const auto next = [&]() -> std::optional<Document> {
        if (left-- == 0) return std::nullopt;
        return test::make_document("id" + std::to_string(left), "Post", "words");
    };
    kb.index.add_all(next, options);
    CHECK(counts == std::vector<std::uint64_t>{2, 4, 5});
    CHECK(Searcher(kb.directory / "index").subscriptions().size() == 3);
}
