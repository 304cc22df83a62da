#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "text/html_reduce.hpp"
#include "text/html_text.hpp"

using namespace kb;

namespace {

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

}  // namespace

TEST_CASE("blocks of HTML are separated by one blank line") {
    CHECK(html_to_text("<p>One</p><p>Two</p>") == "One\n\nTwo");
    CHECK(html_to_text("<h2>Title</h2>Text<div>More<div>inner</div></div>") ==
          "Title\n\nText\n\nMore\n\ninner");
    CHECK(html_to_text("<p>One<p>Two<p>Three") == "One\n\nTwo\n\nThree");
    CHECK(html_to_text("<p></p><p>&nbsp;</p><p>One</p><p> </p><div></div><p>Two") == "One\n\nTwo");
}

TEST_CASE("running text of HTML keeps one space where there is white space") {
    CHECK(html_to_text("  a \n\t b&nbsp;&nbsp;c ") == "a b c");
    CHECK(html_to_text("<b>a</b><i>b</i> <em> c</em>") == "ab c");
    CHECK(html_to_text("one<br>two<br/>three") == "one\ntwo\nthree");
    CHECK(html_to_text("<p>one<br></p><p>two") == "one\n\ntwo");
}

TEST_CASE("lists of HTML have an item a line") {
    CHECK(html_to_text("<p>See<ul><li>one<li>two</ul>end") == "See\n\n• one\n• two\n\nend");
    CHECK(html_to_text("<ol><li>one</li><li>two</li></ol>") == "1. one\n2. two");
    CHECK(html_to_text("<ol start=7><li>one</li><li>two</li></ol>") == "7. one\n8. two");
    CHECK(html_to_text("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>") == "• a\n  • b\n• c");
    CHECK(html_to_text("<ul><li><p>a</p></li><li></li></ul>x") == "• a\n\nx");
    CHECK(html_to_text("<dl><dt>Word<dd>Meaning</dl>") == "Word\nMeaning");
}

TEST_CASE("a table of HTML has a row a line") {
    CHECK(html_to_text("<table><tr><th>A</th><th>B</th></tr><tr><td>1<td>2</table>") ==
          "A | B\n1 | 2");
    CHECK(html_to_text("<table><caption>C</caption><tbody><tr><td><p>1</p></td><td></td><td>3") ==
          "C\n\n1 | 3");
}

TEST_CASE("a table that lays out a page keeps the blocks in its cells") {
    CHECK(html_to_text("<table><tr><td><p>One</p><p>Two</p></td><td><ul><li>x</ul></table>") ==
          "One\n\nTwo\n\n• x");
}

TEST_CASE("what stands in a table outside of its cells is kept") {
    CHECK(html_to_text("<table>lost<tr>found<td>cell</table>end") == "lost\nfound | cell\n\nend");
}

TEST_CASE("code in HTML stands exactly as it is") {
    CHECK(html_to_text("<p>Run<pre>\n  if (a &lt; b)\n\n\treturn;\n</pre>now") ==
          "Run\n\n  if (a < b)\n\n\treturn;\n\nnow");
    CHECK(html_to_text("<pre><code><span class=k>int</span> x;<br>int y;</code></pre>") ==
          "int x;\nint y;");
    CHECK(html_to_text("<xmp><b>raw</b> &amp;</xmp>") == "<b>raw</b> &amp;");
}

TEST_CASE("character references in HTML are resolved") {
    CHECK(html_to_text("AT&amp;T &lt;b&gt; &#8217;&#x1F600; &eacute; &hellip; &nosuch;") ==
          "AT&T <b> \u2019\U0001F600 \u00e9 \u2026 &nosuch;");
}

TEST_CASE("an image in HTML is its description, unless it counts readers") {
    CHECK(html_to_text("a <img src=x alt=\"blue cat\"> b<img src=y>") == "a blue cat b");
    CHECK(html_to_text("a<img alt=count width=1 height=1>") == "a");
}

TEST_CASE("scripts, styles, comments and controls in HTML are dropped") {
    CHECK(html_to_text("a<script>if (x</b) </script><style>p{}</style><!-- c > --><!-->b") == "ab");
    CHECK(html_to_text("a<svg><title>t</title><g/></svg><button>Share</button>b") == "ab");
    CHECK(html_to_text("a<noscript><p>enable</p></noscript><iframe>old</iframe>b") == "ab");
    CHECK(html_to_text("a <iframe src=\"x\" /> b<iframe/> c") == "a b c");
    CHECK(html_to_text("<head><title>T</title></head><body>b") == "b");
    CHECK(html_to_text("<?xml version='1.0'?><!doctype html>b") == "b");
    CHECK(html_to_text("<![CDATA[<p>a</p>]]>b") == "a\n\nb");
}

TEST_CASE("broken HTML is read as far as it goes") {
    CHECK(html_to_text("1 < 2 and 3 > 2") == "1 < 2 and 3 > 2");
    CHECK(html_to_text("<p>cut off <a href=\"http://example.org") == "cut off");
    CHECK(html_to_text("<div><p>a</div></span></td>b</p>") == "a\n\nb");
    CHECK(html_to_text("<svg>not closed <p>text") == "not closed\n\ntext");
    CHECK(html_to_text("<a href='x>y'>l</a>") == "l");
    CHECK(html_to_text("") == "");
    CHECK(html_to_text("<") == "<");
    CHECK(html_to_text("</") == "");
}

TEST_CASE("text from HTML holds no control characters") {
    CHECK(html_to_text("a&#27;[31mb\x1b]0;c&#0;&#x202e;") == "a[31mb]0;c\uFFFD");
    CHECK(html_to_text("a\xFF"
                       "b") ==
          "a\uFFFD"
          "b");
}

TEST_CASE("titles with markup become one line, and others stand as they are") {
    CHECK(html_to_line("Rock &amp; <b>Roll</b><br>now") == "Rock & Roll now");
    CHECK(html_to_line(" vector<int> &  a < b ") == "vector<int> & a < b");
    CHECK(html_to_line("vector&lt;int&gt;") == "vector<int>");
}

TEST_CASE("text looks like HTML if a usual tag or a character reference stands in it") {
    for (const char* html : {"<p>a", "a</a>", "<br/>", "<img src=x>", "a &amp; b", "it&#39;s",
                             "<!-- x -->", "x<SPAN class=y>"})
        CHECK_MESSAGE(looks_like_html(html), std::string(html));
    for (const char* text : {"", "a < b", "vector<int>", "R&D; no", "a & b;", "<foo@example.org>",
                             "std::map<K, V>", "<https://example.org/p>"})
        CHECK_MESSAGE(!looks_like_html(text), std::string(text));
}

TEST_CASE("elements nested too deeply lose their tags, not their text") {
    const std::string text =
        html_to_text(repeat("<div>", 1000) + "deep" + repeat("</div>", 1000) + "<p>after");
    CHECK(text == "deep\n\nafter");
}

TEST_CASE("hostile HTML takes linear time") {
    constexpr std::size_t times = 20'000;
    for (const char* piece : {"<div>",
                              "<b>x",
                              "<b a=1><p>",
                              "<table>",
                              "<table><tr><td>",
                              "<div><table></div></table>",
                              "<li><dd>",
                              "<ul><li>",
                              "<p><a>",
                              "</p>x",
                              "<svg>",
                              "<svg><svg></svg>",
                              "<!--",
                              "<a ",
                              "<a b=\"",
                              "<script>",
                              "</script",
                              "<x",
                              "&",
                              "&lt",
                              "<h1><li>",
                              "<form>",
                              "<pre>",
                              "<td>x",
                              "<title>",
                              "<button>",
                              "<select>",
                              "<template>",
                              "<span></div>",
                              "<h1>",
                              "<i></table>",
                              "<![CDATA[",
                              "]]>",
                              "<dl><dt><div>",
                              "<noscript>",
                              "<plaintext>",
                              "<xmp>"}) {
        const auto begin = std::chrono::steady_clock::now();
        const std::string text = html_to_text(repeat(piece, times));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        // Linear time is some tens of milliseconds; quadratic time would be minutes.
        CHECK_MESSAGE(took.count() < 5, std::string(piece));
        CHECK(text.size() <= repeat(piece, times).size() * 4);
    }
    const std::string attributes = "<div " + repeat("a=1 ", 10) + repeat(" b", times) + ">text";
    CHECK(html_to_text(attributes) == "text");
}
