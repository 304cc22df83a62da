#include <doctest/doctest.h>

#include <random>

#include "kb/document.hpp"

using kb::canonical_url;
using kb::url_host;

TEST_CASE("scheme and host are in lower case, the rest keeps its case") {
    CHECK(canonical_url("HTTPS://Example.ORG/Path?Q=A") == "https://example.org/Path?Q=A");
    CHECK(canonical_url("http://EXAMPLE.org") == "http://example.org/");
}

TEST_CASE("default ports, user information and fragments are removed") {
    CHECK(canonical_url("http://example.org:80/a#b") == "http://example.org/a");
    CHECK(canonical_url("https://example.org:443") == "https://example.org/");
    CHECK(canonical_url("https://example.org:/x") == "https://example.org/x");
    CHECK(canonical_url("https://example.org:80/") == "https://example.org:80/");
    CHECK(canonical_url("https://example.org:08080/") == "https://example.org:8080/");
    CHECK(canonical_url("https://me:secret@example.org/a@b") == "https://example.org/a@b");
    CHECK(canonical_url("https://example.org?#") == "https://example.org/");
    CHECK(canonical_url("https://example.org/?a=1#utm_source=x") == "https://example.org/?a=1");
}

TEST_CASE("tracking parameters are removed, all others keep their order") {
    CHECK(canonical_url("https://e.org/p?utm_source=rss&b=2&UTM_Medium=x&a=1&fbclid=z") ==
          "https://e.org/p?b=2&a=1");
    for (const std::string_view name :
         {"utm_campaign", "utm_anything", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid",
          "igshid", "ref_src", "_hsenc", "_hsmi", "yclid"}) {
        CAPTURE(name);
        CHECK(canonical_url("https://e.org/p?" + std::string(name) + "=1") == "https://e.org/p");
    }
    CHECK(canonical_url("https://e.org/?fbclid&q=fbclid") == "https://e.org/?q=fbclid");
}

TEST_CASE("parameters that resemble tracking stay") {
    for (const std::string_view query : {"?utm=1", "?gclids=1", "?ref=home", "?id=utm_source",
                                         "?xutm_source=1", "?source=rss", "?q"}) {
        const std::string url = "https://e.org/p" + std::string(query);
        CHECK(canonical_url(url) == url);
    }
}

TEST_CASE("dot segments are resolved") {
    CHECK(canonical_url("http://e.org/a/b/../c/./d") == "http://e.org/a/c/d");
    CHECK(canonical_url("http://e.org/../../x") == "http://e.org/x");
    CHECK(canonical_url("http://e.org/a/..") == "http://e.org/");
    CHECK(canonical_url("http://e.org/a/b/.") == "http://e.org/a/b/");
    CHECK(canonical_url("http://e.org/a/%2E%2e/b/%2e/c") == "http://e.org/b/c");
    CHECK(canonical_url("http://e.org/a...b/.../c..") == "http://e.org/a...b/.../c..");
    CHECK(canonical_url("http://e.org/a//b/") == "http://e.org/a//b/");
}

TEST_CASE("a link cannot pretend to lead to another host") {
    CHECK(canonical_url("https://evil.org\\@good.org/") == "https://evil.org/@good.org/");
    CHECK(url_host("https://good.org@evil.org/") == "evil.org");
    CHECK(url_host("https://evil.org\\.good.org") == "evil.org");
}

TEST_CASE("white space around a link and control characters within are removed") {
    CHECK(canonical_url(" \t\nhttps://e.org/a\n") == "https://e.org/a");
    CHECK(canonical_url("https://e.org/a\r\nb\x1b c") == "https://e.org/ab%20c");
}

TEST_CASE("what is no absolute web link comes back trimmed") {
    for (const std::string_view text :
         {"", "mailto:a@b.c", "ftp://Example.org/A", "example.org/A", "//E.org/", "http:/E.org",
          "http://", "https://?a", "http://[zz]/", "http://e.org:99999/", "http://e.org:8x/",
          "http://a b/", "http://a<b/", "javascript:alert(1)", "urn:uuid:ABC", "Не ссылка"}) {
        CAPTURE(text);
        CHECK(canonical_url(text) == text);
        CHECK(canonical_url("  " + std::string(text) + " \n") == text);
    }
}

TEST_CASE("hosts are read without port and leading www") {
    CHECK(url_host("https://WWW.Example.org:8080/x") == "example.org");
    CHECK(url_host("http://[::1]:80/") == "[::1]");
    CHECK(url_host("https://www.") == "www.");
    CHECK(url_host("https://wwwx.org") == "wwwx.org");
    CHECK(url_host("https://bücher.example/") == "bücher.example");
    CHECK(url_host("not a link") == "");
}

TEST_CASE("canonical links are their own canonical form whatever the input") {
    const std::uint64_t seed = 7;
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const std::vector<std::string> pieces = {
        "http://", "https://", "HTTP://", "e.org", "[::1]", ":80",    ":443", ":",
        "@",       "/",        "//",      "\\",    ".",     "..",     "%2e",  "%2E",
        "?",       "&",        "=",       "#",     "utm_a", "fbclid", "a",    "B",
        " ",       "\t",       "\x01",    "é",     "\xff",  "www.",   "%"};
    for (int i = 0; i < 50000; ++i) {
        std::string url = i % 4 == 0 ? "" : "https://e.org/";
        for (std::uint64_t n = random() % 12; n > 0; --n)
            url += pieces[random() % pieces.size()];
        const std::string once = canonical_url(url);
        CAPTURE(url);
        REQUIRE(canonical_url(once) == once);
        REQUIRE(url_host(once) == url_host(url));
    }
}

TEST_CASE("hostile links take linear time") {
    std::string url = "https://e.org/";
    for (int i = 0; i < 300000; ++i)
        url += "a/../";
    CHECK(canonical_url(url) == "https://e.org/");
    CHECK(canonical_url("https://e.org/?" + std::string(1000000, '&')) == "https://e.org/");
}
