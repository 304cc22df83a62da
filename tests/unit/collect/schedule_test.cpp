#include "collect/schedule.hpp"

#include <doctest/doctest.h>

using namespace kb;
using namespace kb::collect;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Timestamp now = parse_timestamp("2024-06-01T12:00:00Z").value();

FetchResult answer(int status, FetchOutcome outcome) {
    FetchResult result;
    result.status = status;
    result.outcome = outcome;
    return result;
}

FetchResult content(std::string etag = {}, std::string modified = {}) {
    FetchResult result = answer(200, FetchOutcome::content);
    result.etag = std::move(etag);
    result.last_modified = std::move(modified);
    return result;
}

Subscription subscription() {
    return {.url = "https://example.org/feed", .etag = "\"old\"", .last_modified = "yesterday"};
}

}  // namespace

TEST_CASE("the wait doubles with every failure, up to a day, half of it by chance") {
    const FetchResult failure = answer(500, FetchOutcome::failed);
    CHECK(wait_after_failure(failure, 1, 0) == seconds{150});
    CHECK(wait_after_failure(failure, 1, 0.5) == seconds{225});
    CHECK(wait_after_failure(failure, 2, 0) == minutes{5});
    CHECK(wait_after_failure(failure, 3, 0) == minutes{10});
    for (const std::uint32_t many : {10U, 11U, 100U, UINT32_MAX}) {
        CHECK(wait_after_failure(failure, many, 0) == hours{12});
        CHECK(wait_after_failure(failure, many, 0.999999) <= hours{24});
    }
}

TEST_CASE("where nobody answers the wait is shorter") {
    const FetchResult failure = answer(0, FetchOutcome::unreachable);
    CHECK(wait_after_failure(failure, 1, 0) == seconds{30});
    CHECK(wait_after_failure(failure, 100, 0) == minutes{30});
}

TEST_CASE("a server that says when to come back is obeyed, within bounds") {
    FetchResult busy = answer(503, FetchOutcome::failed);
    busy.retry_after = seconds{120};
    CHECK(wait_after_failure(busy, 7, 0) == seconds{120});
    CHECK(wait_after_failure(busy, 7, 0.5) == seconds{126});
    busy.retry_after = hours{24 * 365};
    CHECK(wait_after_failure(busy, 1, 0) == hours{7 * 24});
    busy.retry_after = seconds{0};
    CHECK(wait_after_failure(busy, 1, 0) == seconds{1});
}

TEST_CASE("what is due is neither disabled nor held back") {
    Subscription feed = subscription();
    CHECK(is_due(feed, now));
    feed.next_due = now;
    CHECK(is_due(feed, now));
    feed.next_due = now + seconds{1};
    CHECK_FALSE(is_due(feed, now));
    feed.next_due.reset();
    feed.disabled = true;
    CHECK_FALSE(is_due(feed, now));
}

TEST_CASE("content brings its validators, and the lack of them") {
    CHECK(after_success(subscription(), content("\"new\"", "today"), now).etag == "\"new\"");
    const Subscription without = after_success(subscription(), content(), now);
    CHECK(without.etag.empty());
    CHECK(without.last_modified.empty());
    CHECK(without.last_success == now);
}

TEST_CASE("an answer that nothing has changed keeps the validators that it does not renew") {
    FetchResult same = answer(304, FetchOutcome::not_modified);
    CHECK(after_success(subscription(), same, now).etag == "\"old\"");
    same.etag = "W/\"old\"";
    const Subscription renewed = after_success(subscription(), same, now);
    CHECK(renewed.etag == "W/\"old\"");
    CHECK(renewed.last_modified == "yesterday");
}

TEST_CASE("a success ends a row of failures") {
    Subscription feed = subscription();
    feed.errors = 7;
    feed.last_error = "broken";
    feed.next_due = now;
    feed = after_success(feed, content(), now);
    CHECK(feed.errors == 0);
    CHECK(feed.last_error.empty());
    CHECK_FALSE(feed.next_due);
}

TEST_CASE("a failure keeps the validators of what was read last") {
    const Subscription feed =
        after_failure(subscription(), answer(404, FetchOutcome::failed), "not found", now, 0);
    CHECK(feed.etag == "\"old\"");
    CHECK(feed.errors == 1);
    CHECK(feed.last_error == "not found");
    CHECK(feed.next_due == now + seconds{150});
    CHECK_FALSE(feed.disabled);
}

TEST_CASE("what is gone is disabled; what we refused ourselves is not held back") {
    const Subscription gone =
        after_failure(subscription(), answer(410, FetchOutcome::gone), "gone", now, 0);
    CHECK(gone.disabled);
    CHECK_FALSE(gone.next_due);
    const Subscription refused =
        after_failure(subscription(), answer(0, FetchOutcome::refused), "private", now, 0);
    CHECK(refused.errors == 1);
    CHECK(is_due(refused, now));
}

TEST_CASE("a feed that moved for good is followed only once it was found there") {
    FetchResult moved = content();
    moved.moved_to = "https://example.net/feed";
    CHECK(after_success(subscription(), moved, now).url == "https://example.net/feed");
    moved.outcome = FetchOutcome::failed;
    moved.status = 404;
    CHECK(after_failure(subscription(), moved, "not found", now, 0).url ==
          "https://example.org/feed");
}
