#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "kb/reader.hpp"
#include "property/random_text.hpp"
#include "text/charset.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

namespace {

using kb::test::RandomText;

constexpr std::uint64_t seed = 7;

constexpr std::array<std::string_view, 44> pieces = {
    "a",      "B",      " ",        "  ",     "\n",     "\r",     "\r\n",     "\t",     "\x01",
    "\x7F",   "\u0085", "\u00A0",   "\u00AD", "\u0301", "\u0327", "\u0344",   "e",      "é",
    "\u1100", "\u1161", "\u11A8",   "가",     "\u200B", "\u200D", "\u202E",   "\u2066", "\u2028",
    "\u2003", "\u212B", "\u3000",   "\uFDD0", "\uFEFF", "\uFFFF", "👍🏽", "日",     "\xFF",
    "\xE6",   "\x97",   "\xF0\x9F", "\xC3",   "\u034F", "\u0958", "\v",       "\f"};

bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const kb::Utf8Step step = kb::decode_utf8(text, i);
        if (!step.valid) return false;
        i += step.bytes;
    }
    return true;
}

}  // namespace

TEST_CASE("cleaning is idempotent and gives valid UTF-8") {
    INFO("seed " << seed);
    RandomText random(seed);
    for (int i = 0; i < 50000; ++i) {
        const std::string raw = i % 4 == 0 ? random.bytes(40) : random.sequence(pieces, 14);
        const std::string text = kb::clean_text(raw);
        const std::string line = kb::clean_line(raw);
        if (!is_valid_utf8(text) || kb::clean_text(text) != text) FAIL(raw);
        if (!is_valid_utf8(line) || kb::clean_line(line) != line) FAIL(raw);
        if (line.find_first_of("\n\t\r") != std::string::npos) FAIL(raw);
    }
}

TEST_CASE("rows of combining marks are cleaned once and for all") {
    INFO("seed " << seed);
    RandomText random(seed);
    constexpr std::array<std::string_view, 6> marks = {"\u0301", "\u0327", "\u0344",
                                                       "\u0F73", "\u200D", "\u0958"};
    for (int i = 0; i < 2000; ++i) {
        const std::string text = kb::clean_text("a" + random.sequence(marks, 100));
        if (kb::clean_text(text) != text) FAIL(text);
    }
}

TEST_CASE("normalising a document twice changes nothing") {
    INFO("seed " << seed);
    RandomText random(seed);
    constexpr std::array<std::string_view, 8> tags = {"en", "de-AT", "ZH", "iw",
                                                      "x",  "eng",   "-",  "no"};
    for (int i = 0; i < 10000; ++i) {
        const auto next = [&] { return random.sequence(pieces, 10); };
        kb::Document document;
        document.id = next();
        document.source = next();
        document.url = i % 2 == 0 ? next() : "http://Example.org/" + next() + "?utm_source=x#y";
        document.title = next();
        document.text = next();
        document.authors = {next(), next(), next()};
        document.tags = {next(), next()};
        document.lang = random.sequence(tags, 2);
        document.parent = kb::Parent{next(), next()};
        kb::normalize(document);
        kb::Document again = document;
        kb::normalize(again);
        if (!(again == document)) FAIL(document.text);
    }
}

TEST_CASE("a stream decodes to the same text however it is cut") {
    INFO("seed " << seed);
    RandomText random(seed);
    constexpr std::array<std::string_view, 8> charsets = {"UTF-8",       "UTF-16LE",  "UTF-16BE",
                                                          "UTF-32LE",    "Shift_JIS", "GB18030",
                                                          "ISO-2022-JP", "KOI8-R"};
    for (int i = 0; i < 20000; ++i) {
        const kb::Charset charset{std::string(random.pick(charsets)), 0};
        const std::string bytes = i % 2 == 0 ? random.bytes(40) : random.sequence(pieces, 10);
        std::string whole;
        kb::Utf8Decoder decoder(charset);
        decoder.decode(bytes, true, whole);
        std::string parts;
        kb::Utf8Decoder cut(charset);
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t size = 1 + random.below(4);
            cut.decode(std::string_view(bytes).substr(at, size), false, parts);
            at += size;
        }
        cut.decode("", true, parts);
        if (!is_valid_utf8(whole) || parts != whole || cut.replaced() != decoder.replaced()) {
            FAIL(charset.name << ": " << bytes);
        }
    }
}
