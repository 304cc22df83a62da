#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "property/random_text.hpp"
#include "text/html_page.hpp"
#include "text/html_text.hpp"
#include "text/markdown_text.hpp"
#include "text/normalize.hpp"

namespace {

using kb::test::RandomText;

constexpr std::uint64_t seed = 11;

constexpr std::array<std::string_view, 48> pieces = {
    "<p>",   "</p>",   "<div>",   "</div>",    "<table>", "</table>",
    "<tr>",  "<td>",   "</td>",   "<ul>",      "<li>",    "</ul>",
    "<pre>", "</pre>", "<b>",     "</b>",      "<a b>",   "</a>",
    "<br>",  "<svg>",  "</svg>",  "<script>",  "<!--",    "-->",
    "<h1>",  "</h1>",  "&amp;",   "&#27;",     "<",       ">",
    "\n",    "  ",     "a",       "é",         "日本",    "\x1B",
    "\xFF",  "\u202E", "```\n",   "- ",        "|-|\n",   "| a |",
    "[^1]",  "[x](y)", "![x](y)", "</script>", "<form>",  "<code class=\"language-c\">"};

}  // namespace

TEST_CASE("text made of any markup is clean") {
    INFO("seed " << seed);
    RandomText random(seed);
    for (int i = 0; i < 5000; ++i) {
        const std::string markup = random.sequence(pieces, 40);
        INFO(markup);
        const std::string text = kb::html_to_text(markup);
        CHECK(kb::clean_text(text) == text);
        const std::string main = kb::read_html_page(markup).text;
        CHECK(kb::clean_text(main) == main);
        const kb::MarkdownText read = kb::read_markdown(markup);
        CHECK(kb::clean_text(read.text) == read.text);
        CHECK(kb::clean_line(read.title) == read.title);
    }
}

TEST_CASE("plain words pass HTML and Markdown unchanged") {
    constexpr std::array<std::string_view, 6> words = {"one ",  "two, ", "é ",
                                                       "日本 ", "3.5 ",  "x-y "};
    RandomText random(seed);
    for (int i = 0; i < 1000; ++i) {
        const std::string text = kb::clean_line("word " + random.sequence(words, 20));
        CHECK(kb::html_to_text(text) == text);
        CHECK(kb::read_markdown(text).text == text);
    }
}
