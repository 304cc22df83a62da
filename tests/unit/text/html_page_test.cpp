#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "text/html_charset.hpp"
#include "text/html_page.hpp"

using namespace kb;

namespace {

const std::string paragraph =
    "<p>A paragraph that is long enough to be taken for the text of a page by itself.</p>";
const std::string plain =
    "A paragraph that is long enough to be taken for the text of a page by itself.";

std::string text_of(std::string_view html) {
    return read_html_page(html).text;
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

}  // namespace

TEST_CASE("what stands around the text of a page is left out") {
    for (const char* around :
         {"<nav><a href=/>Home</a> and more</nav>", "<footer>Copyright</footer>",
          "<aside>An aside that is short</aside>", "<div class=cookie-banner>We use cookies</div>",
          "<div id=ShareBar>Share</div>", "<form>Subscribe <input></form>",
          "<ul><li><a href=1>One</a><li><a href=2>Two</a></ul>", "<div role=navigation>x</div>",
          "<div hidden>x</div>", "<div aria-hidden=true>x</div>",
          "<section class='related posts'>x</section>",
          "<header><a href=/>The Site</a></header>"}) {
        CHECK_MESSAGE(text_of(around + paragraph + around + paragraph) == plain + "\n\n" + plain,
                      std::string(around));
    }
}

TEST_CASE("what is named like boilerplate is kept where it is the text") {
    CHECK(text_of("<body class='has-sidebar cookie-set'>" + paragraph) == plain);
    CHECK(text_of("<div class=comment>" + paragraph + "</div><div class=comment>" + paragraph +
                  "</div><div class=comment>" + paragraph + "</div>") ==
          plain + "\n\n" + plain + "\n\n" + plain);
    CHECK(text_of("<div class=overflow-hidden>" + paragraph + "</div>" + paragraph) ==
          plain + "\n\n" + plain);
    CHECK(text_of("<p>short</p>") == "short");
}

TEST_CASE("the article of a page is its text") {
    CHECK(text_of("<div>A teaser that nobody needs to read, really not at all.</div><article>" +
                  paragraph + "<h2>More</h2>" + paragraph + "</article>") ==
          plain + "\n\nMore\n\n" + plain);
}

TEST_CASE("a heading that is the title is not part of the text, another one is") {
    const HtmlPage page = read_html_page("<title>T - S</title><h1>T</h1>" + paragraph);
    CHECK(page.title == "T - S");
    CHECK(page.heading == "T");
    CHECK(page.text == plain);
    CHECK(text_of("<title>T</title><h1>Other</h1>" + paragraph) == "Other\n\n" + plain);
}

TEST_CASE("a page says who wrote it, when, and where it lies") {
    const HtmlPage page = read_html_page(
        "<html lang=de><head><base href='http://b/'><link rel=canonical href=/c>"
        "<meta name=Author content='A &amp; B'><meta property=og:title content=T>"
        "<script type='application/ld+json'>{\"a\":1}</script><script>x</script></head>"
        "<p class=byline>by <a rel=author href=x>Ada</a> <time datetime=2024-01-02 "
        "itemprop=datePublished>"
        "yesterday</time></p>" +
        paragraph + "<a rel=tag href=y>cats</a>");
    CHECK(page.lang == "de");
    CHECK(page.base == "http://b/");
    CHECK(page.canonical == "/c");
    CHECK(page.find_meta("author") == "A & B");
    CHECK(page.find_meta("og:title") == "T");
    CHECK(page.find_meta("missing") == "");
    REQUIRE(page.linked_data.size() == 1);
    CHECK(page.linked_data[0] == "{\"a\":1}");
    CHECK(page.authors == std::vector<std::string>{"Ada"});
    CHECK(page.tags == std::vector<std::string>{"cats"});
    REQUIRE(page.times.size() == 1);
    CHECK(page.times[0].datetime == "2024-01-02");
    CHECK(page.times[0].published);
}

TEST_CASE("a saved page says where it came from") {
    CHECK(saved_from("<!-- saved from url=(0022)https://example.org/a -->") ==
          "https://example.org/a");
    CHECK(saved_from("<!--\n Page saved with SingleFile \n url: https://example.org/a-b \n-->") ==
          "https://example.org/a-b");
    CHECK(saved_from("<p>saved from url=(0014)about:internet") == "");
    CHECK(saved_from("") == "");
}

TEST_CASE("the charset of a page is found as the HTML standard says") {
    const auto name = [](std::string_view head, std::string_view label = {}) {
        return html_charset(head, label).name;
    };
    CHECK(name("<meta charset='koi8-r'>\xC1") == "KOI8-R");
    CHECK(name("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xC1") ==
          "windows-1251");
    CHECK(name("<meta content='text/html; charset=windows-1251'>\xC1\xC2") != "windows-1251");
    CHECK(name("<meta charset=koi8-r>\xC1", "windows-1251") == "windows-1251");
    CHECK(name("\xEF\xBB\xBF<meta charset=koi8-r>", "windows-1251") == "UTF-8");
    CHECK(name("<meta charset=utf-16>a\xC3\xA9") == "UTF-8");
    CHECK(name("<!-- <meta charset=koi8-r> --><script>'<meta charset=koi8-r>'</script>a\xC3\xA9") ==
          "UTF-8");
    CHECK(name("<meta charset=nonsense>a\xC3\xA9") == "UTF-8");
    CHECK(name("<meta charset=utf-8>caf\xE9 cr\xE8me br\xFBl\xE9 e d'\xE9t\xE9") != "UTF-8");
    CHECK(html_charset_label("<body><meta charset=x>") == "");
}

TEST_CASE("a hostile page takes linear time") {
    constexpr std::size_t times = 20'000;
    for (const char* piece :
         {"<div class=a>x", "<article>", "<nav>x", "<h1>x", "<p>x<a href=y>z</a>", "<time>",
          "<meta name=a content=b>", "<title>x</title>", "<table><tr><td><div>", "<a rel=author>x",
          "<div class=comment>x</div>", "<ul><li><a>x"}) {
        const auto begin = std::chrono::steady_clock::now();
        read_html_page(repeat(piece, times));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        CHECK_MESSAGE(took.count() < 5, std::string(piece));
        if (took.count() > 0.1) MESSAGE(std::string(piece), " ", took.count());
    }
}
