#include "text/normalize.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "kb/reader.hpp"

using kb::clean_line;
using kb::clean_text;

TEST_CASE("clean text stays as it is") {
    for (const std::string_view text :
         {"", "plain", "two\nlines\n\n\tand a tab", "Größe für alle", "日本語", "👍🏽"}) {
        CHECK(clean_text(text) == text);
    }
}

TEST_CASE("line ends of all systems become newlines") {
    CHECK(clean_text("a\r\nb\rc\n\r\nd") == "a\nb\nc\n\nd");
    CHECK(clean_text("a\u0085"
                     "b\u2028"
                     "c\u2029"
                     "d\fe") == "a\nb\nc\nd\ne");
}

TEST_CASE("control characters and invisible overrides are removed") {
    CHECK(clean_text(std::string_view("a\0b\x1B[1mc\x7F", 9)) == "ab[1mc");
    CHECK(clean_text("a\u0080"
                     "b") == "ab");
    CHECK(clean_text("a\u202E"
                     "b\u2066"
                     "c\uFEFF"
                     "d\u00AD"
                     "e") == "abcde");
    CHECK(clean_text("a\uFDD0"
                     "b\uFFFF"
                     "c") == "abc");
}

TEST_CASE("text becomes NFC") {
    CHECK(clean_text("cafe\u0301") == "caf\u00E9");
    CHECK(clean_text("\u212B") == "\u00C5");
    CHECK(clean_line("\u1100\u1161") == "\uAC00");
}

TEST_CASE("malformed UTF-8 becomes the replacement character") {
    CHECK(clean_text("a\xFF"
                     "b") ==
          "a\uFFFD"
          "b");
    CHECK(clean_line("a\xE6\x97") == "a\uFFFD");
}

TEST_CASE("a line has single spaces between words and none around them") {
    CHECK(clean_line("  a \t b\r\n c  ") == "a b c");
    CHECK(clean_line("a\u00A0\u00A0b\u3000c\u2003") == "a b c");
    CHECK(clean_line(" \n ").empty());
    CHECK(clean_line("a b") == "a b");
    CHECK(clean_line("a ") == "a");
    CHECK(clean_line(" a") == "a");
    CHECK(clean_line("a\tb") == "a b");
}

TEST_CASE(
    "a long row of marks is cut short also where it is in canonical order or hides in vowel "
    "signs") {
    for (const std::string_view mark : {"\u0301", "\u0f73"}) {
        std::string row = "a";
        for (int i = 0; i < 100'000; ++i)
            row += mark;
        CHECK(kb::clean_text(row).size() <= 1 + 2 * 30 * 3);
        CHECK(kb::clean_line(row).size() <= 1 + 2 * 30 * 3);
    }
}

TEST_CASE("a letter keeps at most thirty marks of a long row") {
    // Marks of alternating classes: sorting them all would take quadratic time.
    std::string text = "a";
    for (int i = 0; i < 200000; ++i)
        text += i % 2 == 0 ? "\u0301" : "\u0327";
    const std::string clean = clean_text(text);
    CHECK(clean.size() < 100);
    CHECK(clean_text(clean) == clean);
}

TEST_CASE("a document is brought into the form that it promises") {
    kb::Document document;
    document.id = " id\n";
    document.source = "A\u00A0 Feed";
    document.url = " HTTP://Example.org/x#part ";
    document.title = "  A\ttitle\n";
    document.text = "one\r\ntwo\x01";
    document.authors = {" Ada  Lovelace", "", "Ada Lovelace", "Grace Hopper"};
    document.tags = {"b", "a", "b", " "};
    document.lang = "de-AT";
    document.parent = kb::Parent{" p ", " page \n"};
    kb::normalize(document);
    CHECK(document.id == "id");
    CHECK(document.source == "A Feed");
    CHECK(document.url == "http://example.org/x");
    CHECK(document.title == "A title");
    CHECK(document.text == "one\ntwo");
    CHECK(document.authors == std::vector<std::string>{"Ada Lovelace", "Grace Hopper"});
    CHECK(document.tags == std::vector<std::string>{"b", "a"});
    CHECK(document.lang == "de");
    CHECK(document.parent == kb::Parent{"p", "page"});
}

TEST_CASE("language tags are reduced to their primary part") {
    struct Case {
        const char* given;
        const char* kept;
    };
    for (const Case& c :
         {Case{"en", "en"}, Case{"EN_us", "en"}, Case{"zh-Hant-TW", "zh"}, Case{"deu", "de"},
          Case{"iw", "he"}, Case{"und", ""}, Case{"x-klingon", ""}, Case{"english", ""},
          Case{"e", ""}, Case{"e1", ""}, Case{"", ""}}) {
        CAPTURE(c.given);
        kb::Document document;
        document.lang = c.given;
        kb::normalize(document);
        CHECK(document.lang == c.kept);
    }
}

TEST_CASE("a parent without an id is dropped") {
    kb::Document document;
    document.parent = kb::Parent{" ", "page"};
    kb::normalize(document);
    CHECK_FALSE(document.parent.has_value());
}
