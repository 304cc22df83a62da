#include <doctest/doctest.h>

#include "ingest/html/linked_data.hpp"
#include "ingest/html/page_document.hpp"
#include "reading.hpp"

using namespace kb::test;
using kb::Document;
using kb::HtmlPage;
using kb::ingest::page_title;
using kb::ingest::read_linked_data;

namespace {

Document read_page(std::string_view html) {
    return read_content("page.html", html).documents.at(0);
}

std::string published(const Document& document) {
    return document.published ? kb::format_timestamp(*document.published) : std::string();
}

HtmlPage titled(std::string title, std::string shared, std::string site = {}) {
    HtmlPage page;
    page.title = std::move(title);
    page.meta = {{"og:title", std::move(shared)}, {"og:site_name", std::move(site)}};
    return page;
}

}  // namespace

TEST_CASE("the name of the site is taken off a page's title") {
    CHECK(page_title(titled("A post - The Site", "A post"), "") == "A post");
    CHECK(page_title(titled("A post | The Site", ""), "A post") == "A post");
    CHECK(page_title(titled("The Site: A post", "A post"), "") == "A post");
    CHECK(page_title(titled("A post · The Site", "", "The Site"), "") == "A post");
    CHECK(page_title(titled("The Site » A post", "", "The Site"), "") == "A post");
    CHECK(page_title(titled("A post - with dash", "Another"), "") == "A post - with dash");
    CHECK(page_title(titled("", "Shared"), "Head") == "Shared");
    CHECK(page_title(titled("", ""), "") == "");
}

TEST_CASE("JSON-LD is read from objects, lists and graphs") {
    const auto data = read_linked_data(
        {"not json", R"([{"@type":"WebPage","datePublished":"2020-01-01"}])",
         R"({"@graph":[{"@type":["Thing","NewsArticle"],"headline":"H","datePublished":"2023-11-05",
             "dateModified":"2023-11-06","inLanguage":"de","keywords":"a, b",
             "author":[{"@id":"#p"},{"@type":"Person","name":"Bob"},"Eve"]},
             {"@type":"Person","@id":"#p","name":"Ada"}]})"});
    CHECK(data.headline == "H");
    CHECK(data.published == "2020-01-01");
    CHECK(data.updated == "2023-11-06");
    CHECK(data.lang == "de");
    CHECK(data.tags == Strings{"a", "b"});
    CHECK(data.authors == Strings{"Ada", "Bob", "Eve"});
    CHECK(read_linked_data({std::string(5'000, '['), R"({"@type":1,"author":{"name":{}}})"})
              .authors.empty());
}

TEST_CASE("a page's date is what it says most clearly") {
    CHECK(published(
              read_page("<meta property=article:published_time content=2023-11-05T08:00:00+01:00>"
                        "<p>x<time datetime=2020-01-01>")) == "2023-11-05T07:00:00Z");
    CHECK(published(read_page("<p>x <time datetime=2023-11-05>then</time>")) ==
          "2023-11-05T00:00:00Z");
    CHECK(published(read_page("<link rel=canonical href=https://e.org/2023/11/05/x><p>x")) ==
          "2023-11-05T00:00:00Z");
    CHECK(published(read_page("<p>x")) == "");
}

TEST_CASE("a page's identity is its canonical link, else where it was saved from") {
    const Document canonical = read_page(
        "<!-- saved from url=(0022)https://e.org/b -->"
        "<base href=https://Example.org/dir/><link rel=canonical href=a?utm_source=y><p>x");
    CHECK(canonical.id == "https://example.org/dir/a");
    CHECK(canonical.source == "example.org");
    CHECK(read_page("<!-- saved from url=(0022)https://e.org/b?fbclid=1 --><p>x").url ==
          "https://e.org/b");
    CHECK(read_page("<p>x").id.starts_with("kb:"));
}

TEST_CASE("a page without title has its file's name, and one without text is a warning") {
    CHECK(read_page("<p>x").title == "page");
    CHECK(read_content("a.html", "<script>x</script>").messages() == Strings{"[0: holds no text]"});
    CHECK(read_page("<title>T</title><meta name=description content='It &amp; that'>").text ==
          "It & that");
}

TEST_CASE("a page is decoded by what it says of its charset") {
    CHECK(read_page("<meta charset=windows-1251><title>\xC4\xE0</title>").title == "Да");
    const Reading reading =
        read_content("a.html", "<meta charset=utf-8><title>a\xC3\xA9\xFF</title>");
    CHECK(reading.titles() == Strings{"aé\uFFFD"});
    CHECK(reading.messages() == Strings{"[0: 1 malformed character was replaced by U+FFFD]"});
}

TEST_CASE("the sample pages have title, date, tags, authors and link") {
    const Reading pages = read_inputs({std::string(KB_SOURCE_DIR) + "/corpus/pages"});
    CHECK(pages.messages() == Strings{});
    CHECK(pages.titles() == Strings{"Bienen im Winter", "All about ovens", "Река весной"});
    const Document& ovens = pages.documents.at(1);
    CHECK(ovens.url == "https://hearth.example.org/2023/11/ovens");
    CHECK(published(ovens) == "2023-11-05T07:00:00Z");
    CHECK(ovens.tags == Strings{"Baking", "ovens", "heat"});
    CHECK(ovens.authors == Strings{"Petra Lindqvist"});
    CHECK(ovens.lang == "en");
    for (const char* around : {"cookies", "About us", "Tweet", "Related", "Copyright", "By Petra"})
        CHECK(ovens.text.find(around) == std::string::npos);
    CHECK(pages.documents.at(0).authors == Strings{"Gitte Möller", "Jörg Bäcker"});
    CHECK(pages.documents.at(2).text.find("Красиво") == std::string::npos);
}

TEST_CASE("a page larger than a document may be is a failure") {
    kb::ReadOptions options;
    options.max_document_bytes = 100;
    CHECK(read_content("a.html", "<p>" + std::string(200, 'x'), options).messages() ==
          Strings{"0: the text is larger than 100 bytes"});
}
