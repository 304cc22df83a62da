#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "text/footnotes.hpp"
#include "text/markdown_text.hpp"

using namespace kb;

namespace {

std::string text_of(std::string_view markdown) {
    return read_markdown(markdown).text;
}

std::string title_of(std::string_view markdown) {
    return read_markdown(markdown).title;
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

}  // namespace

TEST_CASE("blocks of Markdown are separated by one blank line") {
    CHECK(text_of("One\ntwo\n\nThree\n\n## Four\nfive\n\n---\n> six") ==
          "One two\n\nThree\n\nFour\n\nfive\n\nsix");
    CHECK(text_of("one  \ntwo\\\nthree") == "one\ntwo\nthree");
}

TEST_CASE("the first heading of the first level is the title of a Markdown text") {
    CHECK(title_of("## Small\n\n# Big\n") == "Big");
    CHECK(title_of("Name *here*\n====\ntext") == "Name here");
    CHECK(title_of("## Only\ntext") == "Only");
    CHECK(title_of("<h1 align=center>\n<img alt=logo src=x>\nKiln\n</h1>\n\ntext") == "Kiln");
    CHECK(title_of("# ![Kiln](logo.svg)\n") == "Kiln");
    CHECK(title_of("text") == "");
    CHECK(text_of("# Title\n\ntext") == "text");
    CHECK(text_of("intro\n\n# Title\n\ntext") == "intro\n\nTitle\n\ntext");
}

TEST_CASE("links and emphasis in Markdown leave their text") {
    CHECK(
        text_of("a **b** _c_ ~~d~~ `e < f` [g](http://x) <http://y.org> [h][1]\n\n[1]: http://z") ==
        "a b c d e < f g http://y.org h");
    CHECK(text_of("AT&amp;T &copy; 2 < 3 :smile:") == "AT&T \u00a9 2 < 3 :smile:");
}

TEST_CASE("signs within bare links of Markdown stay, in a paragraph with up to 1,024 of them") {
    const auto text_with = [](std::size_t links) {
        return text_of(repeat("http://a.b/*c*/d ", links) + "\n\n* d");
    };
    CHECK(text_with(1023).starts_with("http://a.b/*c*/d http:"));
    CHECK(text_with(1024).starts_with("http://a.b/*c*/d http:"));
    CHECK(text_with(1025).starts_with("http://a.b/c/d http:"));
    CHECK(text_of(repeat("* http://a.b/*c*/d\n", 2000)).starts_with("• http://a.b/*c*/d\n"));
}

TEST_CASE("badges in Markdown are dropped, and other images are their description") {
    CHECK(text_of("[![CI](https://b/ci.svg)](https://ci) ![logo](l.png)\n\ntext") == "text");
    CHECK(text_of("see ![a *blue* cat](c.png) and [![x](y)](z)") == "see a blue cat and");
    CHECK(text_of("<a href=x><img alt=build src=y></a>\n\ntext") == "text");
}

TEST_CASE("HTML in Markdown leaves its text") {
    CHECK(text_of("<!-- toc\n\nx -->\n\nPress <kbd>q</kbd><br>now") == "Press q\nnow");
    CHECK(text_of("<details>\n<summary>More</summary>\n\nhidden *text*\n\n</details>\n\nend") ==
          "More\n\nhidden text\n\nend");
    CHECK(text_of("<script>\nx\n</script>\n\ntext") == "text");
}

TEST_CASE("code in Markdown stands as it is, below its language") {
    CHECK(text_of("```python title=x\ndef f():\n\n    return '<b>'\n```") ==
          "python:\ndef f():\n\n    return '<b>'");
    CHECK(text_of("~~~\na\n~~~\n\n    indented\n      more") == "a\n\nindented\n  more");
}

TEST_CASE("lists, tasks and tables in Markdown are readable") {
    CHECK(text_of("- a\n- b\n  1. c\n  2. d\n- e") == "• a\n• b\n  1. c\n  2. d\n• e");
    CHECK(text_of("- [x] done\n- [ ] open") == "• ☑ done\n• ☐ open");
    CHECK(text_of("| A | B |\n|---|:-:|\n| `1` | **2** |") == "A | B\n1 | 2");
}

TEST_CASE("footnotes of Markdown become paragraphs and their references vanish") {
    CHECK(text_of("a[^1] b[^x]\n\n[^1]: note\n    more\n\n    and\n\nend") ==
          "a b[^x]\n\nnote more\n\nand\n\nend");
    CHECK(text_of("`[^1]` [^1]\n\n```\n[^1]: code\n```\n[^1]: http://x\n") ==
          "[^1]\n\n[^1]: code\n\nhttp://x");
}

TEST_CASE("a line end between Chinese or Japanese characters is no space") {
    CHECK(text_of("词典\n不认识，\n可以\nABC\n한국\n어") == "词典不认识，可以 ABC 한국 어");
}

TEST_CASE("hostile Markdown takes linear time") {
    constexpr std::size_t times = 20'000;
    for (const char* piece :
         {"[",        "![",   "[a](",  "*a ",      "_a*",    "**a *b ",   "`",         "``a`",
          "<",        "<a ",  "> ",    "- ",       "1. ",    "#",         "[^1]: x\n", "[^1]",
          "[^",       "|",    "a|",    "&a;",      "~~",     "~",         "<!--",      "<div>\n\n",
          "[a]: b\n", "[a]",  "\\",    "http://a", "a@b.c ", "    x\n\n", "```\n",     "> - ",
          "* * ",     "<b>x", "<pre>", "\n",       "www.",   "=\n",       "a\n=\n"}) {
        const auto begin = std::chrono::steady_clock::now();
        read_markdown(repeat(piece, times));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        // Linear time is some milliseconds; quadratic time would be much longer.
        CHECK_MESSAGE(took.count() < 5, std::string(piece));
        if (took.count() > 0.1) MESSAGE(std::string(piece), " ", took.count());
    }
    const std::string wide =
        repeat("|-", times) + "\n" + repeat("|---", times) + "\n" + repeat("|\n", times);
    CHECK(read_markdown(wide).text.size() < wide.size() * 2);
}
