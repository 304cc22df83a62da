#include "kb/display.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

using kb::display_width;
using kb::fit_width;
using kb::printable;
using kb::printable_host;
using kb::printable_link;
using kb::printable_name;
using kb::wrap;

namespace {

using Lines = std::vector<std::string_view>;

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

/// Random text of everything that is hard: scripts, emoji, marks, controls, broken bytes.
std::string random_text(std::mt19937& random) {
    static constexpr std::string_view pieces[] = {
        "a",       "word ",       " ",        "\n",      "模型",     "日本",   "ภาษา", "क्षि",
        "e\u0301", "👩‍💻", "🇩🇪",       "1️⃣", "\x1b[31m", "\u200d", "한",   "ᄒ",
        "ᅡ",      "\xff",        "\xe6\xa8", "مرحبا",   "\u202e",   "-"};
    std::string text;
    for (auto count = random() % 40; count > 0; --count) {
        text += pieces[random() % std::size(pieces)];
    }
    return text;
}

}  // namespace

TEST_CASE("printable text is left as it is") {
    for (const std::string_view text :
         {"plain", "grün 模型 👩‍💻 مرحبا", "a\u200fb\u00adc", ""}) {
        CHECK(printable(text) == text);
    }
}

TEST_CASE("line ends and tabs become spaces") {
    CHECK(printable("a\tb\r\nc\u2028d\u0085e") == "a b  c d e");
}

TEST_CASE("control characters, overrides and broken bytes become replacement characters") {
    CHECK(printable("\x1b]0;x\x07") == "\ufffd]0;x\ufffd");
    CHECK(printable("\u009b31m\x7f") == "\ufffd31m\ufffd");
    CHECK(printable("\u202eabc\u2066") == "\ufffdabc\ufffd");
    CHECK(printable("a\xff\xc3") == "a\ufffd\ufffd");
    CHECK(printable(std::string_view("\0x", 2)) == "\ufffdx");
    CHECK(printable("\ufffe") == "\ufffd");
}

TEST_CASE("tags are text that nobody sees, but in flags") {
    const std::string england = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f";
    CHECK(printable(england + "!") == england + "!");
    CHECK(printable("a\U000e0067\U000e0062") == "a\ufffd\ufffd");
    CHECK(printable("\u206a") == "\ufffd");
}

TEST_CASE("a name shows every character that it has") {
    CHECK(printable_name("invoice\u202efdp.exe") == "invoice\ufffdfdp.exe");
    CHECK(printable_name("a\u200bb\u200ec\u2060d") == "a\ufffdb\ufffdc\ufffdd");
    CHECK(printable_name("a\u200db\u00a0c\u3164") == "a\ufffdb\ufffdc\ufffd");
    CHECK(printable_name("\x1b[2J") == "\ufffd[2J");
    for (const char* name : {"plain.txt", "Grüße 2.txt", "日本語.md", "می\u200cخواهم.txt",
                             "क्\u200dष.txt", "👩\u200d💻 ☎\ufe0f.txt"}) {
        CHECK(printable_name(name) == name);
    }
}

TEST_CASE("a host that looks like another one is spelt in ASCII") {
    CHECK(printable_link("https://аррӏе.com/x") == "https://xn--80ak6aa92e.com/x");  // Cyrillic
    CHECK(printable_link("https://pаypal.com/") == "https://xn--pypal-4ve.com/");    // one letter
    CHECK(printable_link("https://exam\u200dple.org/") != "https://exam\u200dple.org/");
    CHECK(printable_link("https://ɡoogle.com:8080/?q#f").starts_with("https://xn--"));
    CHECK(printable_link("https://ɡoogle.com:8080/?q#f").ends_with(".com:8080/?q#f"));
}

TEST_CASE("a host in the letters of a language stays as it is") {
    for (const char* url : {"https://bücher.example/a", "https://почта.рф/", "https://日本語.jp/",
                            "https://한국.kr/", "https://example.org/ä?q=ü#ß", "https://ελλάδα.gr",
                            "https://xn--80ak6aa92e.com/", "http://[::1]:80/x"}) {
        CHECK(printable_link(url) == url);
    }
}

TEST_CASE("a source that is a host is spelt as a host, and any other one stays") {
    CHECK(printable_host("аррӏе.com") == "xn--80ak6aa92e.com");
    for (const char* name : {"bücher.example", "Наука и жизнь", "Наука.", "", ".", "a\u200db"}) {
        CHECK(printable_host(name) == name);
    }
    CHECK(printable_host("a\x1b.b") == "a%1B.b");
}

TEST_CASE("what a link hides is spelt out, and it leads to the same place") {
    CHECK(printable_link("https://example.org/a\u200bb\u202e") ==
          "https://example.org/a%E2%80%8Bb%E2%80%AE");
    CHECK(printable_link("https://example.org/\u00a0\xff") == "https://example.org/%C2%A0%FF");
    CHECK(printable_link("https://a\x1b.b/\t") == "https://a%1B.b/%09");
    CHECK(printable_link("no link\u200b") == "no link\ufffd");
    CHECK(printable_link("") == "");
    CHECK(printable_link("https://") == "https://");
}

TEST_CASE("printable keeps the number of code points of well-formed text") {
    const std::string text = "ä\x1b\t\u202e模\r\n";
    CHECK(code_points(printable(text)) == code_points(text));
}

TEST_CASE("width counts columns, not bytes or characters") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("grün") == 4);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("模型") == 4);
    CHECK(display_width("ｶﾅ") == 2);
    CHECK(display_width("Ａ") == 2);
    CHECK(display_width("한국") == 4);
    CHECK(display_width("\u1112\u1161\u11ab") == 2);
    CHECK(display_width("مرحبا") == 5);
    CHECK(display_width("a\u200b\u200fb") == 2);
}

TEST_CASE("an emoji sequence takes two columns") {
    CHECK(display_width("🙂") == 2);
    CHECK(display_width("👩‍💻") == 2);
    CHECK(display_width("👍🏽") == 2);
    CHECK(display_width("🇩🇪") == 2);
    CHECK(display_width("❤️") == 2);
    CHECK(display_width("1️⃣") == 2);
    CHECK(display_width("©") == 1);
}

TEST_CASE("text that fits is not cut") {
    CHECK(fit_width("abc", 3) == "abc");
    CHECK(fit_width("模型", 4) == "模型");
    CHECK(fit_width("", 5) == "");
}

TEST_CASE("text that is too wide ends with an ellipsis within the columns") {
    CHECK(fit_width("abcdef", 4) == "abc…");
    CHECK(fit_width("ab cdef", 4) == "ab…");
    CHECK(fit_width("模型模型", 4) == "模…");
    CHECK(fit_width("abc", 1) == "…");
    CHECK(fit_width("abc", 0) == "");
}

TEST_CASE("fitting never cuts a grapheme cluster") {
    CHECK(fit_width("ae\u0301o\u0301u", 3) == "ae\u0301…");
    CHECK(fit_width("👩‍💻👩‍💻👩‍💻", 5) == "👩‍💻👩‍💻…");
}

TEST_CASE("lines break between words") {
    CHECK(wrap("one two three", 8) == Lines{"one two", "three"});
    CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
    CHECK(wrap("one two three", 80) == Lines{"one two three"});
    CHECK(wrap("", 10).empty());
}

TEST_CASE("blanks at a line's end hang over the edge") {
    CHECK(wrap("one     two", 3) == Lines{"one", "two"});
    CHECK(wrap("one   ", 3) == Lines{"one"});
}

TEST_CASE("a newline ends a line, also an empty one") {
    CHECK(wrap("one\n\ntwo", 80) == Lines{"one", "", "two"});
    CHECK(wrap("one\n", 80) == Lines{"one"});
}

TEST_CASE("text without spaces breaks between characters, but not before closing punctuation") {
    CHECK(wrap("大规模预训练模型", 6) == Lines{"大规模", "预训练", "模型"});
    CHECK(wrap("大规模。预训练", 6) == Lines{"大规", "模。预", "训练"});
}

TEST_CASE("a word that is wider than the line is cut between clusters") {
    CHECK(wrap("abcdefgh", 3) == Lines{"abc", "def", "gh"});
    CHECK(wrap("x e\u0301e\u0301e\u0301", 2) == Lines{"x", "e\u0301e\u0301", "e\u0301"});
}

TEST_CASE("a cluster that is wider than the line stands alone") {
    CHECK(wrap("模型", 1) == Lines{"模", "型"});
    CHECK(wrap("ab", 0) == Lines{"a", "b"});
}

TEST_CASE("an endless cluster does not make an endless line") {
    std::string chain = "क";
    for (int i = 0; i < 500; ++i)
        chain += "\u093e";  // a spacing mark
    for (const std::string_view line : wrap(chain, 20))
        CHECK(display_width(line) <= 20);
}

TEST_CASE("whatever the text, the lines fit and hold all of it") {
    const unsigned seed = 20231129;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 500; ++round) {
        const std::string text = printable(random_text(random));
        const std::size_t columns = 8 + random() % 40;
        CAPTURE(text);
        CAPTURE(columns);
        std::string all;
        for (const std::string_view line : wrap(text, columns)) {
            CHECK(display_width(line) <= columns);
            CHECK(line.data() >= text.data());
            all += line;
        }
        std::string expected = text;
        std::erase(expected, ' ');
        std::erase(all, ' ');
        CHECK(all == expected);
        CHECK(display_width(fit_width(text, columns)) <= columns);
        CHECK(printable(text) == text);
    }
}
