#include "text/charset.hpp"

#include <doctest/doctest.h>
#include <unicode/ucnv.h>

#include <string>
#include <string_view>

namespace {

using kb::Charset;
using kb::detect_charset;
using kb::looks_binary;
using kb::Utf8Decoder;

std::string decoded(const Charset& charset, std::string_view bytes) {
    Utf8Decoder decoder(charset);
    std::string out;
    decoder.decode(bytes, true, out);
    return out;
}

/// `text` in another charset.
std::string encoded(const char* charset, std::string_view text) {
    std::string out(text.size() * 8 + 16, '\0');
    UErrorCode status = U_ZERO_ERROR;
    const auto length = ucnv_convert(charset, "UTF-8", out.data(), static_cast<int>(out.size()),
                                     text.data(), static_cast<int>(text.size()), &status);
    REQUIRE(U_SUCCESS(status));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

constexpr std::string_view german =
    "Der Übersetzer prüft die Größe der Datei, bevor er sie öffnet. Schließlich möchte niemand, "
    "dass "
    "während der Nacht plötzlich alle Plätze vergeben sind und für die Gäste nichts übrig bleibt.";
constexpr std::string_view russian =
    "Поисковая машина читает записи, собирает слова и запоминает, где они стоят. Потом она "
    "отвечает "
    "на вопросы быстрее, чем человек успевает их дописать до конца строки.";
constexpr std::string_view japanese =
    "検索エンジンは文書を読み、単語を集めて、その位置を覚えます。質問に答えるときは、"
    "すべての文書をもう一度読む必要はありません。だから速いのです。";
constexpr std::string_view chinese =
    "搜索引擎阅读文档，收集词语，并记住它们的位置。回答问题的时候，不需要把所有的文档再读一遍，"
    "所以速度很快。我们用简单的例子说明这一点。";
constexpr std::string_view korean =
    "검색 엔진은 문서를 읽고 단어를 모아서 그 위치를 기억합니다. 질문에 대답할 때에는 모든 문서를 "
    "다시 읽을 필요가 없습니다. 그래서 빠릅니다.";

}  // namespace

TEST_CASE("a byte order mark decides the charset") {
    CHECK(detect_charset("\xEF\xBB\xBFx") == Charset{"UTF-8", 3});
    CHECK(detect_charset(std::string_view("\xFF\xFEx\0", 4)) == Charset{"UTF-16LE", 2});
    CHECK(detect_charset(std::string_view("\xFE\xFF\0x", 4)) == Charset{"UTF-16BE", 2});
    CHECK(detect_charset(std::string_view("\xFF\xFE\0\0x\0\0\0", 8)) == Charset{"UTF-32LE", 4});
    CHECK(detect_charset(std::string_view("\0\0\xFE\xFF\0\0\0x", 8)) == Charset{"UTF-32BE", 4});
}

TEST_CASE("valid UTF-8 is UTF-8, even if the head ends within a character") {
    CHECK(detect_charset("") == Charset{"UTF-8", 0});
    CHECK(detect_charset("plain") == Charset{"UTF-8", 0});
    CHECK(detect_charset("für") == Charset{"UTF-8", 0});
    CHECK(detect_charset("ab\xE6\x97") == Charset{"UTF-8", 0});
    CHECK(detect_charset("ab\xE6\x97z").name != "UTF-8");
}

TEST_CASE("legacy charsets are told by statistics and decode to what was written") {
    struct Sample {
        const char* charset;
        std::string_view text;
    };
    const Sample samples[] = {
        {"windows-1252", german}, {"windows-1251", russian}, {"KOI8-R", russian},
        {"Shift_JIS", japanese},  {"EUC-JP", japanese},      {"ISO-2022-JP", japanese},
        {"GB18030", chinese},     {"EUC-KR", korean},        {"UTF-16LE", german},
        {"UTF-16BE", german},
    };
    for (const Sample& sample : samples) {
        CAPTURE(sample.charset);
        const std::string bytes = encoded(sample.charset, sample.text);
        CHECK(decoded(detect_charset(bytes), bytes) == sample.text);
        CHECK_FALSE(looks_binary(bytes));
    }
}

TEST_CASE("a few bytes that are no UTF-8 are windows-1252") {
    CHECK(detect_charset("caf\xE9") == Charset{"windows-1252", 0});
    CHECK(decoded(detect_charset("caf\xE9"), "caf\xE9") == "café");
}

TEST_CASE("labels mean what browsers take them for") {
    CHECK(kb::find_charset("ISO-8859-1").value().name == "windows-1252");
    CHECK(kb::find_charset(" utf8 ").value().name == "UTF-8");
    CHECK(kb::find_charset("gb2312").value().name == "GB18030");
    CHECK(kb::find_charset("koi8-r").value().name == "KOI8-R");
    CHECK(kb::find_charset("cp1252").value().name == "windows-1252");
    CHECK_FALSE(kb::find_charset("").has_value());
    CHECK_FALSE(kb::find_charset("no such charset").has_value());
    CHECK_FALSE(kb::find_charset(std::string(100000, 'x')).has_value());
}

TEST_CASE("an unknown charset name is read as windows-1252") {
    CHECK(decoded({"no-such-charset", 0}, "caf\xE9") == "café");
}

TEST_CASE("NUL bytes and many control characters mark a binary") {
    CHECK(
        looks_binary(std::string_view("\x7F"
                                      "ELF\x02\x01\x01\0\0\0",
                                      10)));
    CHECK(looks_binary("\x89PNG\r\n\x1A\n\x01\x02\x03\x04\x05"));
    CHECK(looks_binary(std::string(100, '\x02')));
    CHECK_FALSE(looks_binary(""));
    CHECK_FALSE(looks_binary("text\twith\r\nlines\f and \x1B[1mbold\x1B[0m"));
    CHECK_FALSE(looks_binary("one stray \x01 control"));
    CHECK_FALSE(looks_binary(std::string_view("\xFF\xFEh\0i\0", 6)));
}

TEST_CASE("the byte order mark is skipped, also byte by byte") {
    Utf8Decoder decoder({"UTF-8", 3});
    std::string out;
    for (const char c : std::string_view("\xEF\xBB\xBFhi"))
        decoder.decode({&c, 1}, false, out);
    decoder.decode("", true, out);
    CHECK(out == "hi");
    CHECK(decoder.replaced() == 0);
}

TEST_CASE("malformed sequences are replaced and counted") {
    Utf8Decoder decoder({"UTF-8", 0});
    std::string out;
    decoder.decode(
        "a\xFF"
        "b\xE6\x97"
        "c\xF0\x9F\x98",
        true, out);
    CHECK(out ==
          "a\uFFFD"
          "b\uFFFD"
          "c\uFFFD");
    CHECK(decoder.replaced() == 3);
}

TEST_CASE("malformed sequences of legacy charsets are counted too") {
    Utf8Decoder decoder({"EUC-JP", 0});
    std::string out;
    decoder.decode(
        "a\xFF"
        "b",
        true, out);
    CHECK(out ==
          "a\uFFFD"
          "b");
    CHECK(decoder.replaced() == 1);
}

TEST_CASE("characters beyond the basic plane survive chunk boundaries in UTF-16") {
    const std::string bytes = encoded("UTF-16LE", "a😀b");
    Utf8Decoder decoder({"UTF-16LE", 0});
    std::string out;
    for (const char c : bytes)
        decoder.decode({&c, 1}, false, out);
    decoder.decode("", true, out);
    CHECK(out == "a😀b");
}

TEST_CASE("a decoder takes another stream after the last chunk") {
    Utf8Decoder decoder({"UTF-8", 0});
    std::string out;
    decoder.decode("\xC3", true, out);
    decoder.decode("\xA9x", true, out);
    CHECK(out == "\uFFFD\uFFFDx");
}
