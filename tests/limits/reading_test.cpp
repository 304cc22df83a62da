// What happens below, at and above limits on what is read. See README, "Limits".
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "ingest/byte_source.hpp"
#include "ingest/feed_links.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/line_source.hpp"
#include "ingest/xml/doctype.hpp"
#include "ingest/xml/read_xml.hpp"
#include "ingest/xml/repair.hpp"
#include "kb/analyzer.hpp"
#include "support/repeated.hpp"
#include "text/charset.hpp"
#include "text/combining.hpp"
#include "text/html_reduce.hpp"
#include "text/html_text.hpp"
#include "text/markdown_text.hpp"
#include "text/normalize.hpp"
#include "text/token_buffer.hpp"
#include "unit/ingest/reading.hpp"

using namespace kb;
using ingest::Doctype;
using test::repeated;
using test::Strings;

namespace {

std::size_t count(std::string_view text, std::string_view piece) {
    std::size_t found = 0;
    for (std::size_t at = text.find(piece); at != std::string_view::npos;
         at = text.find(piece, at + piece.size()))
        ++found;
    return found;
}

/// What the entity "e" of a document with this internal subset stands for, or "refused".
std::string expansion(const std::string& subset) {
    const ingest::RepairedXml xml = ingest::repair_xml("<!DOCTYPE a [" + subset + "]><a>&e;</a>");
    if (xml.refusal) return "refused";
    return xml.text.substr(3, xml.text.size() - 7);
}

}  // namespace

TEST_CASE("a feed of 64 MiB is read, and a larger one refused") {
    const auto problems = [](std::size_t bytes) {
        Strings messages;
        const ReadOptions options;
        ingest::ByteSource source(std::string(bytes, ' '), std::nullopt);
        ingest::LineSource lines(source, Charset{}, options.max_document_bytes);
        const ingest::ReaderContext context = {
            "feed",
            options,
            {},
            source,
            lines,
            {},
            {},
            {},
            true,
            [&](Problem::Severity, std::uint64_t, const std::string& message) {
                messages.push_back(message);
            }};
        const bool read = ingest::read_whole(context).has_value();
        CHECK(read == messages.empty());
        return messages;
    };
    CHECK(problems(ingest::largest_whole_input - 1) == Strings{});
    CHECK(problems(ingest::largest_whole_input) == Strings{});
    CHECK(problems(ingest::largest_whole_input + 1) == Strings{"is larger than 64 MiB"});
}

TEST_CASE("words of 64 bytes are told apart, and longer ones by their first 64 bytes") {
    Analyzer analyzer;
    const auto term = [&](std::size_t letters, char last) {
        return analyzer.analyze(std::string(letters - 1, 'x') + last, "").front().term;
    };
    for (const std::size_t letters : {max_term_bytes - 1, max_term_bytes})
        CHECK(term(letters, 'a') != term(letters, 'b'));
    CHECK(term(max_term_bytes + 1, 'a') == term(max_term_bytes + 1, 'b'));
}

TEST_CASE("a letter keeps 30 accents") {
    for (const int marks : {max_marks - 1, max_marks, max_marks + 1}) {
        // A mark that joins no letter, so that they can be counted.
        const std::string text = "x" + repeated("\u0337", static_cast<std::size_t>(marks));
        CHECK(count(clean_text(text), "\u0337") ==
              static_cast<std::size_t>(std::min(marks, max_marks)));
    }
}

TEST_CASE("XML may declare 1,024 entities, and further ones stand for nothing") {
    const auto declared = [](std::size_t before) {
        std::string subset;
        for (std::size_t i = 0; i < before; ++i)
            subset += "<!ENTITY x" + std::to_string(i) + " \"y\">";
        return expansion(subset + "<!ENTITY e \"found\">") == "found";
    };
    CHECK(declared(Doctype::most_entities - 2));
    CHECK(declared(Doctype::most_entities - 1));
    CHECK_FALSE(declared(Doctype::most_entities));
}

TEST_CASE("the value of an entity has up to 4 KiB, and more is cut off") {
    for (const std::size_t bytes :
         {Doctype::longest_value - 1, Doctype::longest_value, Doctype::longest_value + 1}) {
        const std::string value(bytes, 'v');
        CHECK(expansion("<!ENTITY e \"" + value + "\">").size() ==
              std::min(bytes, Doctype::longest_value));
    }
}

TEST_CASE("entities may stand within each other, eight deep") {
    const auto nested = [](unsigned levels) {
        std::string subset = "<!ENTITY x0 \"end\">";
        for (unsigned i = 1; i < levels; ++i)
            subset += "<!ENTITY x" + std::to_string(i) + " \"&x" + std::to_string(i - 1) + ";\">";
        return expansion(subset + "<!ENTITY e \"&x" + std::to_string(levels - 1) + ";\">");
    };
    CHECK(nested(Doctype::deepest_entity - 1) == "end");
    CHECK(nested(Doctype::deepest_entity) == "end");
    CHECK(nested(Doctype::deepest_entity + 1) == "refused");
}

TEST_CASE("all entities of a document stand for up to 256 KiB") {
    // Each use counts one byte more than its value.
    constexpr std::size_t value = 4095;
    const auto used = [](std::size_t times, std::size_t more) {
        return ingest::repair_xml("<!DOCTYPE a [<!ENTITY e \"" + std::string(value, 'v') +
                                  "\"><!ENTITY f \"" + std::string(more, 'w') + "\">]><a>" +
                                  repeated("&e;", times) + "&f;</a>")
            .refusal.has_value();
    };
    constexpr std::size_t times = Doctype::largest_expansion / (value + 1) - 1;
    CHECK_FALSE(used(times, value - 1));
    CHECK_FALSE(used(times, value));
    CHECK(used(times, value + 1));
}

TEST_CASE("HTML nests 200 deep, and what lies deeper is text all the same") {
    for (const std::size_t levels :
         {html_depth_limit - 1, html_depth_limit, html_depth_limit + 1}) {
        const std::string html = repeated("<ul><li>", levels / 2) +
                                 (levels % 2 == 1 ? "<ul>" : "") + "text" +
                                 repeated("</li></ul>", levels / 2);
        CHECK(count(html_to_text(html), "text") == 1);
        const std::string nested = repeated("<div>", levels) + "text";
        const std::string reduced = *ReducedHtml(nested, HtmlPart::text).next();
        CHECK(count(reduced, "<div>") <= html_depth_limit);
        CHECK(count(reduced, "text") == 1);
    }
}

TEST_CASE(
    "rows of tables in Markdown may leave out 1,024 cells and one for each byte of the text") {
    constexpr std::size_t columns = 64;
    const auto is_table = [](std::size_t rows) {
        const std::string markdown = repeated("|a", columns) + "\n" + repeated("|---", columns) +
                                     "\n" + repeated("|b\n", rows);
        const bool expected = columns * (rows + 1) <= unwritten_table_cells + markdown.size();
        const bool found = read_markdown(markdown).text.find("---") == std::string::npos;
        CHECK(found == expected);
        return found;
    };
    CHECK(is_table(21));
    CHECK(is_table(22));
    CHECK_FALSE(is_table(23));
    CHECK_FALSE(is_table(20'000));
}

TEST_CASE("a page names up to 100 feeds") {
    for (const std::size_t links :
         {ingest::most_links - 1, ingest::most_links, ingest::most_links + 1}) {
        std::string page;
        for (std::size_t i = 0; i < links; ++i)
            page += "<link rel=alternate type=application/rss+xml href=f" + std::to_string(i) + ">";
        CHECK(ingest::feed_links(page, "https://example.org/").size() ==
              std::min(links, ingest::most_links));
    }
}
