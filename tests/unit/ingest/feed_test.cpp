#include <doctest/doctest.h>

#include <string>

#include "ingest/feed/document_of_entry.hpp"
#include "ingest/links.hpp"
#include "reading.hpp"

namespace {

using kb::Document;
using kb::Format;
using kb::Kind;
using namespace kb::test;

Reading read_feed(std::string_view content) {
    kb::ReadOptions options;
    options.format = Format::feed;
    return read_content("feed.xml", content, std::move(options));
}

Document only_document(std::string_view content) {
    const Reading reading = read_feed(content);
    for (const std::string& message : reading.messages())
        MESSAGE(message);
    REQUIRE(reading.documents.size() == 1);
    return reading.documents.front();
}

/// An RSS feed with one item.
std::string rss(const std::string& item) {
    return "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
           "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
           "xmlns:media=\"http://search.yahoo.com/mrss/\" "
           "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" "
           "xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">"
           "<channel><title>Site</title><link>https://site.example/blog/</link><item>" +
           item + "</item></channel></rss>";
}

std::string atom(const std::string& entry) {
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Site</title>"
           "<link href=\"https://site.example/\"/>"
           "<link rel=\"self\" href=\"https://site.example/atom.xml\"/>"
           "<entry>" +
           entry + "</entry></feed>";
}

std::string published(const Document& document) {
    return document.published ? kb::format_timestamp(*document.published) : "";
}

TEST_CASE("an item of RSS becomes a document") {
    const Document document = only_document(rss(R"(
        <title>Pools &amp;amp; queues</title>
        <link>https://site.example/blog/pools?utm_source=feed</link>
        <guid isPermaLink="false">https://site.example/?p=7</guid>
        <dc:creator><![CDATA[Ada L.]]></dc:creator>
        <pubDate>Mon, 27 Nov 2023 14:05:00 +0100</pubDate>
        <category domain="http://x/">databases</category><category>pools</category>
        <description>Short.</description>
        <slash:comments>12</slash:comments>
        <content:encoded><![CDATA[<p>First &amp; foremost.</p><p>Second.</p>]]></content:encoded>)"));
    CHECK(document.id == "https://site.example/?p=7");
    CHECK(document.kind == Kind::article);
    CHECK(document.source == "Site");
    CHECK(document.url == "https://site.example/blog/pools");
    CHECK(document.title == "Pools & queues");
    CHECK(document.text == "First & foremost.\n\nSecond.");
    CHECK(document.authors == Strings{"Ada L."});
    CHECK(document.tags == Strings{"databases", "pools"});
    CHECK(published(document) == "2023-11-27T13:05:00Z");
    CHECK(document.comments == 12);
}

TEST_CASE("an entry of Atom becomes a document") {
    const Document document = only_document(atom(R"(
        <id>tag:site.example,2023:7</id>
        <title type="html">Pools &amp;lt;3</title>
        <link rel="self" href="https://site.example/7.atom"/>
        <link rel="alternate" type="text/html" href="posts/7"/>
        <author><name>Ada</name><email>ada@site.example</email></author>
        <author><email>ben@site.example</email></author>
        <category term="databases" label="Databases"/>
        <category term="post" scheme="http://schemas.google.com/g/2005#kind"/>
        <published>2023-11-27T14:05:00Z</published><updated>2023-11-28T00:00:00Z</updated>
        <summary>Short.</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b>.</p></div></content>)"));
    CHECK(document.id == "tag:site.example,2023:7");
    CHECK(document.url == "https://site.example/posts/7");
    CHECK(document.title == "Pools <3");
    CHECK(document.text == "One two.");
    CHECK(document.authors == Strings{"Ada", "ben@site.example"});
    CHECK(document.tags == Strings{"databases"});
    CHECK(published(document) == "2023-11-27T14:05:00Z");
    CHECK(kb::format_timestamp(*document.updated) == "2023-11-28T00:00:00Z");
}

TEST_CASE("the forms of an Atom text are told apart") {
    const auto title = [](const std::string& element) {
        return only_document(atom(element)).title;
    };
    CHECK(title("<title>A &lt;b&gt; &amp;amp;</title>") == "A <b> &amp;");
    CHECK(title("<title type=\"text\">A &lt;b&gt;c&lt;/b&gt;</title>") == "A <b>c</b>");
    CHECK(title("<title type=\"html\">A &lt;b&gt;c&lt;/b&gt;</title>") == "A c");
    CHECK(title("<title type=\"xhtml\"><div>A <b>c</b></div></title>") == "A c");
    CHECK(title("<title>A <b>c</b></title>") == "A c");
    const auto text = [](const std::string& element) {
        return only_document(atom("<id>urn:x</id>" + element)).text;
    };
    CHECK(text("<content type=\"application/octet-stream\">SGVsbG8=</content>") == "Hello");
    CHECK(text("<content type=\"image/png\">iVBORw0KGgo=</content><summary>A picture</summary>") ==
          "A picture");
    CHECK(text("<content src=\"http://x/\" type=\"text/html\"/><summary>Short</summary>") ==
          "Short");
    CHECK(text("<content type=\"text/html\" mode=\"base64\">PHA+SGk8L3A+</content>") == "Hi");
}

TEST_CASE("RSS 1.0, CDF and RSS 0.90 are read") {
    CHECK(only_document(R"(<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
            xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
        <channel r:about="http://s/"><title>S</title><link>http://s/</link></channel>
        <item r:about="http://s/1"><title>One</title><link>http://s/1</link>
        <d:date>2023-11</d:date><d:subject>x</d:subject></item></r:RDF>)") ==
          Document{.id = "http://s/1",
                   .source = "S",
                   .url = "http://s/1",
                   .title = "One",
                   .tags = {"x"},
                   .published = kb::parse_timestamp("2023-11-01")});
    CHECK(only_document("<RDF xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel/>"
                        "<item><title>One</title></item></RDF>")
              .title == "One");
    CHECK(only_document("<CHANNEL><TITLE>S</TITLE><ITEM HREF=\"http://s/1\" LASTMOD=\"2023-11-27\">"
                        "<TITLE>One</TITLE><ABSTRACT>Text</ABSTRACT></ITEM></CHANNEL>")
              .url == "http://s/1");
}

TEST_CASE("JSON Feed is read") {
    const Reading reading = read_feed(R"({"version": "https://jsonfeed.org/version/1.1",
        "title": "S", "home_page_url": "https://s.example/", "feed_url": "https://s.example/f.json",
        "language": "en-US", "authors": [{"name": "Ada"}],
        "items": [
          {"id": 7, "url": "/7", "title": "Seven", "content_html": "<p>a</p><p>b</p>", "tags": ["x", 1],
           "date_published": "2023-11-27T14:05:00Z"},
          {"id": "https://s.example/8", "external_url": "https://e.example/", "summary": "Sum",
           "author": {"name": "Ben"},
           "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg"}]},
          "nothing", {"id": null}
        ]})");
    CHECK(reading.messages() == Strings{});
    REQUIRE(reading.documents.size() == 2);
    const Document& first = reading.documents[0];
    CHECK(first.id == "https://s.example/f.json#7");
    CHECK(first.url == "https://s.example/7");
    CHECK(first.text == "a\n\nb");
    CHECK(first.authors == Strings{"Ada"});
    CHECK(first.tags == Strings{"x"});
    CHECK(first.lang == "en");
    const Document& second = reading.documents[1];
    CHECK(second.kind == Kind::episode);
    CHECK(second.text == "Sum");
    CHECK(second.authors == Strings{"Ben"});
    CHECK(read_feed("{\"items\": 1}").messages() == Strings{"0: is no JSON Feed: it has no items"});
    CHECK(read_feed("{\"items\": [").documents.empty());
}

TEST_CASE("an id is the guid where it is unique, else it counts within the feed") {
    const auto id = [](const std::string& item) { return only_document(rss(item)).id; };
    CHECK(id("<guid>https://x.example/1</guid><title>t</title>") == "https://x.example/1");
    CHECK(id("<guid isPermaLink=\"false\">urn:uuid:1</guid><title>t</title>") == "urn:uuid:1");
    CHECK(id("<guid isPermaLink=\"false\">tag:x,2023:1</guid><title>t</title>") == "tag:x,2023:1");
    CHECK(id("<guid isPermaLink=\"false\">42</guid><title>t</title>") ==
          "https://site.example/blog/#42");
    CHECK(id("<guid>c++: a talk</guid><title>t</title>") ==
          "https://site.example/blog/#c++: a talk");
    CHECK(id("<link>https://X.example/1#top</link><title>t</title>") == "https://x.example/1");
    CHECK(id("<title>t</title>").starts_with("kb:"));
    CHECK(only_document(atom("<id>7</id><title>t</title>")).id ==
          "https://site.example/atom.xml#7");
    const Document lonely =
        only_document("<rss><channel><item><guid>7</guid></item></channel></rss>");
    CHECK(lonely.id.ends_with("/feed.xml#7"));
}

TEST_CASE("the link is found where feeds put it") {
    const auto url = [](const std::string& item) { return only_document(rss(item)).url; };
    CHECK(url("<guid>https://x.example/1</guid>") == "https://x.example/1");
    CHECK(url("<guid isPermaLink=\"false\">https://x.example/1</guid><title>t</title>") == "");
    CHECK(url("<link>posts/1</link>") == "https://site.example/blog/posts/1");
    CHECK(url("<link>/posts/1</link>") == "https://site.example/posts/1");
    CHECK(url("<link/><a:link xmlns:a=\"http://www.w3.org/2005/Atom\" "
              "href=\"https://x.example/2\"/>") == "https://x.example/2");
    CHECK(
        url("<link>https://proxy.example/~r/1</link>"
            "<f:origLink xmlns:f=\"http://rssnamespace.org/feedburner/ext/1.0\">https://x.example/3"
            "</f:origLink>") == "https://x.example/3");
    CHECK(url("<title>t</title><link>javascript:alert(1)</link>") == "");
    CHECK(only_document(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/b/">
        <entry xml:base="c/"><link href="d" xml:base="e/"/></entry></feed>)")
              .url == "http://a.example/b/c/e/d");
}

TEST_CASE("authors are named in every form") {
    const auto authors = [](const std::string& item) {
        return only_document(rss("<title>t</title>" + item)).authors;
    };
    CHECK(authors("<author>ada@x.example (Ada Lovelace)</author>") == Strings{"Ada Lovelace"});
    CHECK(authors("<author>Ada Lovelace &lt;ada@x.example&gt;</author>") ==
          Strings{"Ada Lovelace"});
    CHECK(authors("<author>ada@x.example</author>") == Strings{"ada@x.example"});
    CHECK(authors("<author>mailto:ada@x.example</author>") == Strings{"ada@x.example"});
    CHECK(authors("<dc:creator>Ada</dc:creator><dc:creator>Ben</dc:creator>"
                  "<itunes:author>Ada</itunes:author>") == Strings{"Ada", "Ben"});
    CHECK(authors("<author><name>Ada</name></author>") == Strings{"Ada"});
    CHECK(authors("<dc:creator>O&amp;#8217;Brien</dc:creator>") == Strings{"O’Brien"});
    CHECK(authors("<author> </author>") == Strings{});
    const Document inherited = only_document(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><author><name>Ada</name></author>"
        "<entry><title>t</title></entry></feed>");
    CHECK(inherited.authors == Strings{"Ada"});
}

TEST_CASE("sound and film make an episode, a picture does not") {
    const auto kind = [](const std::string& item) {
        return only_document(rss("<title>t</title>" + item)).kind;
    };
    CHECK(kind("<enclosure url=\"http://x/a.mp3\" type=\"audio/mpeg\" length=\"1\"/>") ==
          Kind::episode);
    CHECK(kind("<enclosure url=\"http://x/a.m4v?x=1\"/>") == Kind::episode);
    CHECK(kind("<enclosure url=\"http://x/a.jpg\" type=\"image/jpeg\"/>") == Kind::article);
    CHECK(kind("<itunes:duration>10:00</itunes:duration>") == Kind::episode);
    CHECK(kind("<media:group><media:content url=\"x\" type=\"video/mp4\"/></media:group>") ==
          Kind::episode);
    CHECK(kind("<media:content url=\"x.png\" medium=\"image\"/>") == Kind::article);
}

TEST_CASE("elements about a medium are a last resort") {
    const Document document =
        only_document(rss("<media:group><media:title>Film</media:title><media:description>About "
                          "it</media:description>"
                          "<media:keywords>a, b</media:keywords></media:group>"));
    CHECK(document.title == "Film");
    CHECK(document.text == "About it");
    CHECK(document.tags == Strings{"a", "b"});
    CHECK(only_document(rss("<media:title>Film</media:title><title>Own</title>")).title == "Own");
}

TEST_CASE("what an aggregator writes below its text is metadata") {
    const Document document = only_document(rss(R"(<title>A post</title>
        <link>https://x.example/a</link><guid>https://news.ycombinator.com/item?id=1</guid>
        <description><![CDATA[<p>Article URL: <a href="https://x.example/a">https://x.example/a</a></p>
        <p>Comments URL: <a href="https://news.ycombinator.com/item?id=1">https://news.ycombinator.com/item?id=1</a></p>
        <p>Points: 120</p><p># Comments: 34</p>]]></description>)"));
    CHECK(document.kind == Kind::post);
    CHECK(document.text == "");
    CHECK(document.points == 120);
    CHECK(document.comments == 34);
    CHECK(document.url == "https://x.example/a");
}

TEST_CASE("descriptions are HTML where they look like it, and keep their lines where not") {
    const auto text = [](const std::string& item) {
        return only_document(rss("<title>t</title>" + item)).text;
    };
    CHECK(text("<description>one\ntwo</description>") == "one\ntwo");
    CHECK(text("<description>one &lt;br&gt; two</description>") == "one\ntwo");
    CHECK(text("<description>a vector&lt;int&gt; b</description>") == "a vector<int> b");
    CHECK(text("<description>a &lt;odd&gt;b&lt;/odd&gt;</description>") == "a b");
    CHECK(text("<description><p>naked</p><p>markup</p></description>") == "naked\n\nmarkup");
    CHECK(text("<description>&#226;&#128;&#166;</description>") == "…");
    CHECK(text("<description> </description><itunes:summary>Sum</itunes:summary>") == "Sum");
}

TEST_CASE("the language is the nearest that is stated") {
    const auto lang = [](const std::string& head, const std::string& entry) {
        return only_document("<rss><channel>" + head +
                             "<item><title>Hello there, my friend</title>" + entry +
                             "</item></channel></rss>")
            .lang;
    };
    CHECK(lang("<language>de_AT</language>", "") == "de");
    CHECK(lang("<language>de</language>", "<dc:language>fr</dc:language>") == "fr");
    CHECK(only_document("<feed xml:lang=\"es\"><entry xml:lang=\"it\"><title>t</title>"
                        "<content xml:lang=\"pt\">x</content></entry></feed>")
              .lang == "pt");
}

TEST_CASE("prefixes are only names") {
    CHECK(only_document(
              "<x:feed xmlns:x=\"http://www.w3.org/2005/Atom\"><x:entry><x:title>t</x:title>"
              "</x:entry></x:feed>")
              .title == "t");
    CHECK(only_document(
              "<rss><channel><item><title>t</title><dc:creator>undeclared</dc:creator></item>"
              "</channel></rss>")
              .authors == Strings{"undeclared"});
    CHECK(only_document("<rss xmlns:dc=\"http://other.example/\"><channel><item><title>t</title>"
                        "<dc:creator>of another namespace</dc:creator></item></channel></rss>")
              .authors == Strings{});
    CHECK(only_document("<rss xmlns=\"http://odd.example/\"><channel><item><title>t</title></item>"
                        "</channel></rss>")
              .title == "t");
}

TEST_CASE("items are found wherever they stand") {
    CHECK(read_feed("<rss><channel><item><title>1</title></item></channel>"
                    "<item><title>2</title></item></rss>")
              .titles() == Strings{"1", "2"});
    CHECK(read_feed("<rss><channel><item><title>1</title><item><title>2</title></channel></rss>")
              .titles() == Strings{"1", "2"});
    CHECK(read_feed("<entry xmlns=\"http://www.w3.org/2005/Atom\"><title>1</title></entry>")
              .titles() == Strings{"1"});
    CHECK(read_feed("<envelope><body><rss><item><title>1</title></item></rss></body></envelope>")
              .titles() == Strings{"1"});
}

TEST_CASE("an entry is a document if it says anything") {
    CHECK(read_feed("<rss><item/><item><title> </title></item></rss>").documents.empty());
    CHECK(read_feed("<rss><item><author>Ada</author></item></rss>").documents.size() == 1);
    CHECK(read_feed("<rss><item><pubDate>2023</pubDate></item></rss>").documents.size() == 1);
    CHECK(read_feed("<rss><item><description>&lt;img src='x'&gt;</description></item></rss>")
              .documents.size() == 1);
}

TEST_CASE("broken feeds give what can be read of them, and a warning") {
    const Reading reading = read_feed(
        "PHP warning\n<?xml "
        "version=\"1.0\"?>\n<rss><channel>\n<item><title>R&D&nbsp;x</title></item>\n"
        "<item><title>cut o");
    CHECK(reading.titles() == Strings{"R&D x", "cut o"});
    CHECK(reading.messages() == Strings{"[1: text before the first element was skipped]",
                                        "[4: an & that begins no entity was read as text]",
                                        "[4: undeclared entity &nbsp;]",
                                        "[5: the document is cut off within <title>]"});
}

TEST_CASE("what is no feed is a failure") {
    CHECK(read_feed("<svg/>").messages() ==
          Strings{"0: holds no feed: neither RSS nor Atom nor JSON Feed"});
    CHECK(read_feed("just text").messages() ==
          Strings{"[1: text before the first element was skipped]",
                  "0: holds no feed: neither RSS nor Atom nor JSON Feed"});
    CHECK(read_feed("<rss/>").messages() == Strings{});
}

TEST_CASE("an item beyond the limit is skipped and said") {
    kb::ReadOptions options;
    options.max_document_bytes = 1000;
    const Reading reading = read_content(
        "feed.xml",
        rss("<title>t</title><description>" + std::string(2000, 'x') + "</description>"), options);
    CHECK(reading.documents.empty());
    CHECK(reading.messages() == Strings{"0: an item is larger than 1000 bytes and was skipped"});
}

std::string utf16(std::string_view ascii, bool big) {
    std::string out;
    for (const char c : ascii) {
        if (big) out += '\0';
        out += c;
        if (!big) out += '\0';
    }
    return out;
}

TEST_CASE("the charset is found by mark, declaration and bytes") {
    const auto title = [](std::string_view content) {
        const Reading reading = read_content("feed.xml", content);
        return reading.documents.size() == 1 ? reading.documents[0].title : "none";
    };
    const std::string ascii = "<rss><channel><item><title>Text</title></item></channel></rss>";
    CHECK(title(utf16(ascii, true)) == "Text");
    CHECK(title(utf16(ascii, false)) == "Text");
    CHECK(title("\xFF\xFE" + utf16(ascii, false)) == "Text");
    std::string utf32;
    for (const char c : ascii)
        utf32 += std::string(3, '\0') + c;
    CHECK(title(utf32) == "Text");
    const auto with = [](const std::string& declaration, const std::string& text) {
        return declaration + "<rss><channel><item><title>" + text +
               "</title></item></channel></rss>";
    };
    CHECK(title(with("<?xml version='1.0' encoding='iso-8859-1'?>", "caf\xe9")) == "café");
    CHECK(title(with("<?xml version=\"1.0\" encoding=\"koi8-r\"?>", "\xf2\xd5\xd3")) == "Рус");
    CHECK(title(with("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>", "\x93\xfa\x96\x7b")) ==
          "日本");
    CHECK(title(with("<?xml version=\"1.0\" encoding=\"gb2312\"?>", "\xd6\xd0\xce\xc4")) == "中文");
    CHECK(title(with("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", "caf\xc3\xa9")) == "café");
    CHECK(title(with("<?xml version=\"1.0\" encoding=\"utf-16\"?>", "caf\xc3\xa9")) == "café");
    CHECK(title(with("<?xml version=\"1.0\" encoding=\"utf-8\"?>",
                     "caf\xe9 cr\xe8me br\xfbl\xe9\x65")) == "café crème brûlée");
    CHECK(title(with("", "caf\xe9 \x93quoted\x94")) == "café “quoted”");
}

TEST_CASE("links are resolved as RFC 3986 says") {
    using kb::ingest::resolve_link;
    const std::string base = "http://a/b/c/d;p?q";
    CHECK(resolve_link(base, "g") == "http://a/b/c/g");
    CHECK(resolve_link(base, "/g") == "http://a/g");
    CHECK(resolve_link(base, "//g") == "http://g");
    CHECK(resolve_link(base, "?y") == "http://a/b/c/d;p?y");
    CHECK(resolve_link(base, "#s") == "http://a/b/c/d;p?q#s");
    CHECK(resolve_link(base, "") == base);
    CHECK(resolve_link(base, "g:h") == "g:h");
    CHECK(resolve_link("http://a", "g") == "http://a/g");
    CHECK(resolve_link("http://a?x/y", "g") == "http://a/g");
    CHECK(resolve_link("", "g") == "g");
    CHECK(resolve_link("mailto:x@y", "g") == "g");
    CHECK(kb::canonical_url(resolve_link(base, "../../g")) == "http://a/g");
}

TEST_CASE("an id is globally unique if it is a URL, a URN or a tag") {
    using kb::ingest::is_globally_unique;
    CHECK(is_globally_unique("https://x.example/"));
    CHECK(is_globally_unique("URN:isbn:1"));
    CHECK(is_globally_unique("tag:x,2023:1"));
    CHECK_FALSE(is_globally_unique("tag:"));
    CHECK_FALSE(is_globally_unique("http://"));
    CHECK_FALSE(is_globally_unique("post:17"));
    CHECK_FALSE(is_globally_unique("17"));
    CHECK_FALSE(is_globally_unique(""));
}

}  // namespace

TEST_CASE("a charset that a feed only claims is named in one line, whatever its name holds") {
    const Reading reading =
        read_content("a.xml",
                     "<?xml version=\"1.0\" encoding=\"utf\n\x1b-8\"?><feed "
                     "xmlns=\"http://www.w3.org/2005/Atom\"><title>\u00e9\xff</title></feed>");
    REQUIRE(reading.messages().size() == 1);
    CHECK(reading.messages().at(0).find_first_of("\n\x1b") == std::string::npos);
    CHECK(reading.messages().at(0).starts_with("[0: is said to be utf "));
}
