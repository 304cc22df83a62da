#include "kb/analyzer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "render_tokens.hpp"

namespace {

using kb::Analyzer;
using kb::Token;
using kb::TokenType;

std::string analyzed(std::string_view text, std::string_view lang = "") {
    Analyzer analyzer;
    return kb::test::render(analyzer.analyze(text, lang));
}

std::vector<Token> tokens_of(std::string_view text, std::string_view lang = "") {
    Analyzer analyzer;
    const auto tokens = analyzer.analyze(text, lang);
    return {tokens.begin(), tokens.end()};
}

/// The first token of that term.
Token token_of(std::string_view text, std::string_view term, std::string_view lang = "") {
    for (const Token& token : tokens_of(text, lang)) {
        if (token.term == term) return token;
    }
    FAIL("no token " << term << " in " << text);
    return {};
}

std::string stem_in(std::string_view text, std::string_view lang) {
    return tokens_of(text, lang).at(0).stem;
}

struct Case {
    std::string_view text;
    std::string_view tokens;
};

void check_all(std::initializer_list<Case> cases) {
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(analyzed(c.text) == c.tokens);
    }
}

}  // namespace

TEST_CASE("plain words are folded and numbered") {
    check_all({
        {"", ""},
        {" \t\n", ""},
        {"Hello, World!", "w:hello | w:world"},
        {"(foo) \"bar\" end.", "w:foo | w:bar | w:end"},
        {"a\x01"
         "b",
         "w:a | w:b"},
    });
}

TEST_CASE("identifiers are found whole and by part") {
    check_all({
        {"bulk_create", "W2:bulk_create W2:bulkcreate p:bulk | p:create"},
        {"CONN_MAX_AGE", "W3:conn_max_age W3:connmaxage p:conn | p:max | p:age"},
        {"node.js", "W2:node.js W2:nodejs p:node | p:js"},
        {"owner/repo", "W2:owner/repo p:owner | p:repo"},
        {"foo::bar", "W2:foo::bar p:foo | p:bar"},
        {"well-known", "W2:well-known W2:wellknown p:well | p:known"},
        {"AT&T", "W2:at&t W2:att p:at | p:t"},
        {"key=value", "W2:key=value p:key | p:value"},
        {"self._private", "W2:self._private W2:selfprivate p:self | p:private"},
        {"foo__bar", "W2:foo__bar W2:foobar p:foo | p:bar"},
    });
}

TEST_CASE("humps of camel case and digits separate parts") {
    check_all({
        {"getUserName", "W3:getusername p:get | p:user | p:name"},
        {"HTTPServer2", "W3:httpserver2 p:http | p:server | p:2"},
        {"python3", "W2:python3 p:python | p:3"},
        {"GPT4", "W2:gpt4 p:gpt | p:4"},
        {"GPT-4", "W2:gpt-4 p:gpt | p:4"},
        {"СберБанк", "W2:сбербанк p:сбер | p:банк"},
    });
}

TEST_CASE("the plural of an abbreviation is one word, found by its singular") {
    check_all({
        {"PDFs", "W1:pdf w:pdfs"},
        {"APIs.", "W1:api w:apis"},
        {"PDFsX", "W3:pdfsx p:pd | p:fs | p:x"},
    });
}

TEST_CASE("shorter words within an identifier are found") {
    check_all({
        {"user@host.com", "W3:user@host.com p:user | W2:host.com p:host | p:com"},
        {"obj.getName", "W3:obj.getname p:obj | W2:getname p:get | p:name"},
        {"src/node.js", "W3:src/node.js p:src | W2:node.js p:node | p:js"},
    });
}

TEST_CASE("languages named with symbols are single words") {
    check_all({
        {"C++", "w:c++"},
        {"C# and F#.", "w:c# | w:and | w:f#"},
        {"C/C++", "W2:c/c++ p:c | p:c++"},
        {"C++17", "W2:c++17 p:c++ | p:17"},
        {"(C++)", "w:c++"},
        {"Ｃ＋＋", "w:c++"},
        {"C+++", "w:c"},
        {"notepad++", "W1:notepad++ p:notepad"},
    });
}

TEST_CASE("symbols attached in front are found with and without them") {
    check_all({
        {".NET", "W1:.net p:net"},
        {"#tag", "W1:#tag p:tag"},
        {"@name", "W1:@name p:name"},
        {"--flag", "W1:--flag p:flag"},
        {"--as-of", "W2:--as-of W2:as-of W2:asof p:as | p:of"},
        {"@scope/pkg", "W2:@scope/pkg W2:scope/pkg p:scope | p:pkg"},
        {"__init__", "W1:__init__ p:init"},
        {"class_", "W1:class_ p:class"},
    });
}

TEST_CASE("symbols behind something that closes are not attached") {
    check_all({
        {"foo().bar", "w:foo | w:bar"},
        {"foo..bar", "w:foo | w:bar"},
        {"foo--bar", "w:foo | w:bar"},
        {"##title", "w:title"},
        {"---flag", "w:flag"},
        {"___x", "w:x"},
    });
}

TEST_CASE("versions are found with and without their v") {
    check_all({
        {"2.15.1", "W3:2.15.1 p:2 | p:15 | p:1"},
        {"v2.15.1", "W3:v2.15.1 W3:2.15.1 p:2 | p:15 | p:1"},
        {"V8", "W1:v8 p:8"},
        {"app-v2.1", "W3:app-v2.1 p:app | W2:v2.1 W2:2.1 p:2 | p:1"},
        {"vim9", "W2:vim9 p:vim | p:9"},
    });
}

TEST_CASE("numbers, dates, times and addresses") {
    check_all({
        {"1,234,567", "w:1234567"},
        {"$1,234.56", "W2:1234.56 p:1234 | p:56"},
        {"1,234,", "w:1234"},
        {"0,123", "W2:0,123 p:0 | p:123"},
        {"1,23", "W2:1,23 p:1 | p:23"},
        {"1,234,5", "W3:1,234,5 p:1 | p:234 | p:5"},
        {"3.14", "W2:3.14 p:3 | p:14"},
        {"12:30", "W2:12:30 p:12 | p:30"},
        {"2023-11-29", "W3:2023-11-29 p:2023 | p:11 | p:29"},
        {"192.168.0.1", "W4:192.168.0.1 p:192 | p:168 | p:0 | p:1"},
        {"٢٠٢٣", "w:2023"},
        {"CO₂ x² 3½", "W2:co2 p:co | p:2 | W2:x2 p:x | p:2 | w:3 | w:1/2"},
    });
}

TEST_CASE("a possessive s belongs to no term") {
    check_all({
        {"Django's", "w:django"},
        {"Django’s", "w:django"},
        {"JAMES'S", "w:james"},
        {"James'", "w:james"},
        {"node.js's", "W2:node.js W2:nodejs p:node | p:js"},
    });
}

TEST_CASE("contractions are one word, without the apostrophe unless that makes another word") {
    check_all({
        {"don't", "w:dont"},
        {"DON’T", "w:dont"},
        {"we'll you're I've I'm he'd", "w:we'll | w:you're | w:ive | w:im | w:he'd"},
        {"shouldn't've", "w:shouldntve"},
    });
}

TEST_CASE("other apostrophes join silently") {
    check_all({
        {"l'homme", "W2:lhomme p:l | p:homme"},
        {"O’Reilly", "W2:oreilly p:o | p:reilly"},
        {"п’ять", "W2:пять p:п | p:ять"},
        {"col·lecció", "w:colleccio"},
        {"'quoted'", "w:quoted"},
    });
}

TEST_CASE("rulers, ellipses, bullets and box drawing give nothing") {
    check_all({
        {"-----", ""},
        {"===== ... ____ #### //", ""},
        {"• ▶ → ™ │ ─ ★", ""},
    });
}

TEST_CASE("an identifier of more than eight parts has no whole, but its words have") {
    const std::string text = analyzed("https://example.com/a/b/c/d/e/f/g");
    CHECK(text ==
          "p:https | W2:example.com p:example | p:com | p:a | p:b | p:c | p:d | p:e | p:f | p:g");
}

TEST_CASE("a hash is a single word") {
    CHECK(analyzed("3f2a9b8c7d6e5f4a3b2c") == "w:3f2a9b8c7d6e5f4a3b2c");
    CHECK(analyzed("aGVsbG8gd29ybGQgYmFzZTY0IGlz") == "w:agvsbg8gd29ybgqgymfzzty0iglz");
}

TEST_CASE("terms are cut at 64 bytes between characters") {
    CHECK(analyzed(std::string(100, 'a')) == "w:" + std::string(64, 'a'));
    std::string accents;
    for (int i = 0; i < 50; ++i)
        accents += "ж";
    std::string cut;
    for (int i = 0; i < 32; ++i)
        cut += "ж";
    CHECK(analyzed(accents) == "w:" + cut);
    const auto tokens = tokens_of(std::string(100, 'a'));
    CHECK(tokens.at(0).end == 100);
}

TEST_CASE("compatibility forms, case and diacritics are folded") {
    check_all({
        {"Straße ﬁle Ⅷ", "w:strasse | w:file | w:viii"},
        {"ＡＢＣ２", "W2:abc2 p:abc | p:2"},
        {"İstanbul ışık", "w:istanbul | w:isik"},
        {"Łódź København Þór", "w:lodz | w:kobenhavn | w:thor"},
        {"cafe\u0301 café", "w:cafe | w:cafe"},
        {"Ἀθῆναι", "w:αθηναι"},
        {"ёлка за\u0301мок й ї ў", "w:елка | w:замок | w:й | w:ї | w:ў"},
        {"الْكِتَاب كتـــاب أحمد", "w:الكتاب | w:كتاب | w:احمد"},
        {"שָׁלוֹם", "w:שלום"},
        {"हिन्दी", "w:हिन्दी"},
        {"so\u00ADft", "w:soft"},
    });
}

TEST_CASE("scripts without spaces are found by characters, pairs and dictionary words") {
    check_all({
        {"模型", "g:模型 g:模 | g:型"},
        {"日本語", "W3:日本語 g:日本 g:日 | g:本語 g:本 | g:語"},
        {"Python入門", "w:python | g:入門 g:入 | g:門"},
        {"入門Python", "g:入門 g:入 | g:門 | w:python"},
        {"テスト", "W3:テスト g:テス g:テ | g:スト g:ス | g:ト"},
        {"ｶﾞｽ", "g:ガス g:ガ | g:ス"},
        {"ラー", "g:ラー g:ラ | g:ー"},
    });
}

TEST_CASE("a Hangul word is found whole and without its particles") {
    CHECK(analyzed("한국어는") == "W4:한국어는 g:한국 g:한 | g:국어 g:국 | g:어는 g:어 | g:는");
}

TEST_CASE("a query of any length is found within running Chinese text") {
    const auto text = tokens_of("多模态预训练模型的综述");
    const auto query = tokens_of("预训练模型");
    // Each pair of the query stands in the text, one position after the other.
    std::vector<std::string> pairs;
    for (const Token& token : query) {
        if (token.type == TokenType::gram && token.term.size() == 6) pairs.push_back(token.term);
    }
    REQUIRE(pairs.size() == 4);
    std::uint32_t start = 0;
    for (const Token& token : text) {
        if (token.term == pairs[0]) start = token.position;
    }
    for (std::uint32_t i = 0; i < pairs.size(); ++i) {
        const bool found = std::any_of(text.begin(), text.end(), [&](const Token& token) {
            return token.term == pairs[i] && token.position == start + i;
        });
        CHECK(found);
    }
}

TEST_CASE("emoji are words whatever their colour") {
    check_all({
        {"👍", "w:👍"},
        {"👍🏽 ❤️", "w:👍 | w:❤"},
        {"👨‍👩‍👧", "W3:👨‍👩‍👧 p:👨 | p:👩 | p:👧"},
        {"🇩🇪🇫🇷", "w:🇩🇪 | w:🇫🇷"},
        {"go👍now", "w:go | w:👍 | w:now"},
        {"1️⃣", "w:1"},
    });
}

TEST_CASE("invalid UTF-8 separates words") {
    CHECK(analyzed("foo\xFF"
                   "bar") == "w:foo | w:bar");
    CHECK(analyzed("foo\xE4\xBD bar\xC3") == "w:foo | w:bar");
    CHECK(analyzed(std::string(200000, '\x80')).empty());
}

TEST_CASE("offsets are those of the original text") {
    const std::string_view text = "x  ＡＢＣ’s Straße";
    const Token abc = token_of(text, "abc");
    CHECK(text.substr(abc.begin, abc.end - abc.begin) == "ＡＢＣ’s");
    const Token strasse = token_of(text, "strasse");
    CHECK(text.substr(strasse.begin, strasse.end - strasse.begin) == "Straße");
}

TEST_CASE("a part covers exactly its characters, a whole all of them") {
    const std::string_view text = "see v2.15's, @foo_bar's";
    const auto slice = [&](const Token& token) {
        return text.substr(token.begin, token.end - token.begin);
    };
    CHECK(slice(token_of(text, "v2.15")) == "v2.15's");
    CHECK(slice(token_of(text, "15")) == "15");
    CHECK(slice(token_of(text, "bar")) == "bar");
    CHECK(slice(token_of(text, "foo_bar")) == "foo_bar's");
    CHECK(slice(token_of(text, "@foo_bar")) == "@foo_bar's");
}

TEST_CASE("tokens of one identifier share a unit, neighbours do not") {
    const auto tokens = tokens_of("foo_bar baz");
    REQUIRE(tokens.size() == 5);
    CHECK(tokens[0].unit == tokens[1].unit);
    CHECK(tokens[1].unit == tokens[3].unit);
    CHECK(tokens[3].unit != tokens[4].unit);
}

TEST_CASE("a pair across dictionary words belongs to the first of them") {
    const std::string_view text = "日本語の本";
    CHECK(token_of(text, "語の").unit == token_of(text, "日本語").unit);
    CHECK(token_of(text, "の").unit != token_of(text, "日本語").unit);
}

TEST_CASE("words are stemmed in the text's language") {
    CHECK(stem_in("running", "en") == "run");
    CHECK(stem_in("Häuser", "de") == "haus");
    CHECK(stem_in("chevaux", "fr") == "cheval");
    CHECK(stem_in("книгами", "ru") == "книг");
    CHECK(stem_in("running", "") == "running");
    CHECK(stem_in("running", "xx") == "running");
    CHECK(stem_in("running", "not a language at all") == "running");
}

TEST_CASE("a word typed without its diacritics has a stem in common with the word") {
    const Token typed = token_of("evolucion", "evolucion", "es");
    const Token written = token_of("evolución", "evolucion", "es");
    CHECK(written.term == typed.term);
    const bool met = written.stem == typed.stem || written.alternative_stem == typed.stem;
    CHECK(met);
}

TEST_CASE("a word typed with letters in place of its diacritics has their stem as well") {
    const auto alternative = [](std::string_view word, std::string_view lang) {
        return tokens_of(word, lang).at(0).alternative_stem;
    };
    CHECK(alternative("Mueller", "de") == stem_in("Müller", "de"));
    CHECK(alternative("AEPFEL", "de") == stem_in("Äpfel", "de"));
    CHECK(alternative("Soerensen", "da") == stem_in("Sørensen", "da"));
    CHECK(alternative("blaabaer", "nb") == stem_in("blåbær", "nb"));
    CHECK(alternative("aplicacion", "es") == stem_in("aplicación", "es"));
    CHECK(alternative("aplicacoes", "pt") == stem_in("aplicações", "pt"));
    CHECK(alternative("neue", "de").empty());
    CHECK(alternative("Quelle", "de").empty());
    CHECK(alternative("Mueller", "en").empty());
    CHECK(alternative("cionista", "es").empty());
}

TEST_CASE("stems bear no diacritics") {
    CHECK(stem_in("années", "fr") == "anne");
    CHECK(stem_in("überall", "de") == "uberall");
}

TEST_CASE("identifiers with punctuation and digits are not stemmed, letters are") {
    for (const Token& token : tokens_of("runningTests running.tests tests2 we'll", "en")) {
        CAPTURE(token.term);
        const bool stemmed = token.stem != token.term;
        const bool letters =
            token.term == "running" || token.term == "tests" || token.term == "runningtests";
        CHECK(stemmed == letters);
    }
}

TEST_CASE("an analyzer may be used for one text and language after another") {
    Analyzer analyzer;
    CHECK(analyzer.analyze("running", "en").front().stem == "run");
    CHECK(analyzer.analyze("nations", "fr").front().stem == "nation");
    CHECK(analyzer.analyze("running", "").front().stem == "running");
    CHECK(analyzer.analyze("", "en").empty());
    Analyzer moved = std::move(analyzer);
    CHECK(moved.analyze("running", "en").front().stem == "run");
}

TEST_CASE("a folded term is stemmed by itself") {
    Analyzer analyzer;
    CHECK(analyzer.stem("running", "en") == "run");
    CHECK(analyzer.stem("running", "") == "running");
    CHECK(analyzer.stem("", "en").empty());
    CHECK(analyzer.stem(std::string(100000, 'e'), "en").size() <= 100000);
}

TEST_CASE("hostile text of any length is analysed in bounded terms") {
    const std::string_view patterns[] = {
        "a.", "aB", "1,234,",  "__",       "a'",  "'s",  "a\u0301", "\u0301\u0327", "日",
        "한", "ก",  "👍\u200D", "\xF0\x9F", "c++", "v1.", "::",      "https://",     "&#"};
    Analyzer analyzer;
    for (const std::string_view pattern : patterns) {
        CAPTURE(pattern);
        std::string text;
        while (text.size() < (1U << 20U))
            text += pattern;
        for (const Token& token : analyzer.analyze(text, "en")) {
            if (token.term.size() > 64 || token.end > text.size()) FAIL("out of bounds");
        }
    }
}

TEST_CASE("thousands of combining marks on one character take no quadratic time") {
    // Marks of alternating classes, which normalisation has to sort: minutes, if they all were.
    std::string marks;
    for (int i = 0; i < 200000; ++i)
        marks += i % 2 == 0 ? "\u0301" : "\u0327";
    Analyzer analyzer;
    for (const std::string_view base : {"a", "日", "한", "ก", "👍", "ش"}) {
        CAPTURE(base);
        CHECK_FALSE(analyzer.analyze(std::string(base) + marks, "").empty());
        CHECK(kb::fold(std::string(base) + marks).size() < 200);
    }
}

TEST_CASE("names of token types are stable") {
    CHECK(kb::to_string(TokenType::word) == "word");
    CHECK(kb::to_string(TokenType::whole) == "whole");
    CHECK(kb::to_string(TokenType::part) == "part");
    CHECK(kb::to_string(TokenType::gram) == "gram");
}

TEST_CASE("names fold to what is typed for them") {
    CHECK(kb::fold("Ångström") == "angstrom");
    CHECK(kb::fold("PLAIN Text") == "plain text");
    CHECK(kb::fold("Straße") == "strasse");
    CHECK(kb::fold("a\xFF"
                   "b") ==
          "a\uFFFD"
          "b");
    CHECK(kb::fold("").empty());
}
