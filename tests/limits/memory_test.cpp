// What happens below, at and above limits that keep the memory small which one input takes. See
// README, "Limits"; tests/cli/test_memory.py measures it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "document/json_shape.hpp"
#include "index/document_terms.hpp"
#include "ingest/feed/entry.hpp"
#include "ingest/feed/json_feed.hpp"
#include "ingest/feed/xml_feed.hpp"
#include "ingest/lines.hpp"
#include "ingest/opml.hpp"
#include "ingest/statements.hpp"
#include "ingest/xml/entry_cutter.hpp"
#include "kb/error.hpp"
#include "support/repeated.hpp"
#include "text/html_reduce.hpp"
#include "text/html_text.hpp"
#include "text/markdown_pieces.hpp"
#include "text/markdown_text.hpp"
#include "unit/ingest/reading.hpp"

using namespace kb;
using test::repeated;

namespace {

constexpr std::size_t large = std::size_t{32} << 20U;

std::unique_ptr<ingest::FeedSource> feed_of(const std::string& within_channel) {
    return ingest::open_xml_feed("<rss><channel>" + within_channel + "</channel></rss>", {}, large);
}

/// Whether the one entry of a feed is refused.
bool is_refused(ingest::FeedSource& feed) {
    const auto entry = feed.next();
    REQUIRE(entry);
    return !entry->refusal.empty();
}

}  // namespace

TEST_CASE("an entry has 262,144 elements, attributes and texts, and one with more is left out") {
    const auto refused = [](std::size_t nodes) {
        // <item>, <title>, its text; each <b> has an attribute.
        const std::size_t rest = nodes - 3;
        const auto feed = feed_of("<item><title>a</title>" + repeated("<b c=\"\"/>", rest / 2) +
                                  (rest % 2 == 1 ? "t" : "") + "</item><item/>");
        const bool result = is_refused(*feed);
        CHECK_FALSE(is_refused(*feed));
        return result;
    };
    CHECK_FALSE(refused(ingest::most_entry_nodes - 1));
    CHECK_FALSE(refused(ingest::most_entry_nodes));
    CHECK(refused(ingest::most_entry_nodes + 1));
}

TEST_CASE("outside of its entries, a feed has 524,288 elements, attributes and texts") {
    const auto opens = [](std::size_t nodes) { return feed_of(repeated("<b/>", nodes - 2)); };
    CHECK(opens(ingest::most_frame_nodes - 1));
    CHECK(opens(ingest::most_frame_nodes));
    CHECK_THROWS_AS(opens(ingest::most_frame_nodes + 1), Error);
}

TEST_CASE("outside of its entries, a feed has 8 MiB") {
    const auto opens = [](std::size_t bytes) {
        const std::string title(bytes - std::string_view("<rss><channel></channel></rss>").size(),
                                't');
        return feed_of("<item>" + std::string(1000, 'a') + "</item>" + title);
    };
    constexpr std::size_t entry = std::string_view("<item/>").size();
    CHECK(opens(ingest::largest_frame - entry - 1));
    CHECK(opens(ingest::largest_frame - entry));
    CHECK_THROWS_AS(opens(ingest::largest_frame - entry + 1), Error);
}

TEST_CASE("a list of feeds has 524,288 elements, attributes and texts") {
    const auto read = [](std::size_t nodes) {
        return ingest::parse_opml("<opml>" + repeated("<a/>", nodes - 1) + "</opml>");
    };
    CHECK(read(ingest::most_frame_nodes - 1).empty());
    CHECK(read(ingest::most_frame_nodes).empty());
    CHECK_THROWS_AS(read(ingest::most_frame_nodes + 1), Error);
}

TEST_CASE("a line or an item of JSON has 262,144 brackets, colons and commas") {
    const auto item = [](std::size_t signs) {
        return "{\"id\":\"[:,]\",\"x\":[" + repeated("0,", signs - 7) + "0]}";
    };
    for (const std::size_t signs : {most_json_signs - 1, most_json_signs, most_json_signs + 1}) {
        CHECK(has_too_many_signs(item(signs)) == (signs > most_json_signs));
        const auto feed = ingest::open_json_feed("{\"items\":[" + item(signs) + "]}", {}, large);
        CHECK(is_refused(*feed) == (signs > most_json_signs));
    }
}

TEST_CASE("entries inherit up to 100 authors") {
    for (const std::size_t authors : {ingest::most_head_authors - 1, ingest::most_head_authors,
                                      ingest::most_head_authors + 1}) {
        const auto feed = ingest::open_xml_feed(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\">" +
                repeated("<author><name>a</name></author>", authors) + "<entry/></feed>",
            {}, large);
        REQUIRE(feed);
        CHECK(feed->head().authors.size() == std::min(authors, ingest::most_head_authors));
    }
}

TEST_CASE("262,144 tags and attributes of HTML are read at once, and more in pieces") {
    const auto is_one_piece = [](std::size_t tags) {
        const std::string html = "<div>" + repeated("<br>", tags - 1);
        ReducedHtml reduced(html, HtmlPart::text);
        CHECK(reduced.next());
        return reduced.at_end();
    };
    CHECK(is_one_piece(html_piece_tags - 1));
    CHECK(is_one_piece(html_piece_tags));
    CHECK_FALSE(is_one_piece(html_piece_tags + 1));
}

TEST_CASE("HTML that is read in pieces loses no text, and pieces are well-formed") {
    constexpr std::size_t items = 300'000;
    std::string html = "<div><ul>";
    for (std::size_t i = 0; i < items; ++i)
        html += "<li>" + std::to_string(i);
    const std::string text = html_to_text(html);
    std::size_t at = 0;
    for (std::size_t i = 0; i < items; ++i) {
        at = text.find("• " + std::to_string(i) + (i + 1 < items ? "\n" : ""), at);
        if (at == std::string::npos) FAIL("lost ", i);
    }
    ReducedHtml reduced(html, HtmlPart::text);
    while (const auto piece = reduced.next()) {
        CHECK(piece->starts_with("<div><ul><li>"));
        CHECK(piece->ends_with("</li></ul></div>"));
    }
}

TEST_CASE("524,288 lines and signs of Markdown are read at once, and more in pieces") {
    const auto is_one_piece = [](std::size_t signs) {
        return markdown_pieces(repeated("a\n", signs)).size() == 1;
    };
    CHECK(is_one_piece(most_markdown_signs - 1));
    CHECK(is_one_piece(most_markdown_signs));
    CHECK_FALSE(is_one_piece(most_markdown_signs + 1));
}

TEST_CASE("Markdown that is read in pieces is not cut within code") {
    std::string markdown;
    for (std::size_t i = 0; i * 5 < most_markdown_signs; ++i)
        markdown += "A word\n\n```\n#include <vector>\n\nint " + std::to_string(i) + ";\n```\n\n";
    const auto pieces = markdown_pieces(markdown);
    REQUIRE(pieces.size() > 1);
    const std::string text = read_markdown(markdown).text;
    std::size_t at = 0;
    for (std::size_t i = 0; i * 5 < most_markdown_signs; ++i) {
        at = text.find("#include <vector>\n\nint " + std::to_string(i) + ";", at);
        if (at == std::string::npos) FAIL("lost ", i);
    }
}

TEST_CASE("a post has up to 1,048,576 lines in which trailers are looked for") {
    CHECK_FALSE(ingest::has_too_many_lines(std::string(ingest::most_lines - 1, '\n')));
    CHECK_FALSE(ingest::has_too_many_lines(std::string(ingest::most_lines, '\n')));
    CHECK(ingest::has_too_many_lines(std::string(ingest::most_lines + 1, '\n')));
}

TEST_CASE("a page has up to 1,000 statements") {
    for (const std::size_t statements :
         {ingest::most_statements - 1, ingest::most_statements, ingest::most_statements + 1}) {
        const std::string body = "The candidates for the board election say:\n" +
                                 repeated("\n\nAda Lovelace, London\n\nI stand.\n", statements);
        const auto page = ingest::split_candidates("Candidates", ingest::split_lines(body));
        CHECK(page.sections.size() == (statements > ingest::most_statements ? 0U : statements));
    }
}

TEST_CASE("a document has up to 131,072 different words and 4,194,304 positions") {
    for (const std::size_t words :
         {index::most_words - 1, index::most_words, index::most_words + 1}) {
        index::TermCollector terms;
        for (std::size_t i = 0; i < words; ++i)
            terms.add_at("X", std::to_string(i), 1, 1);
        terms.add_at("X", "0", 2, 1);  // known words count on
        const index::DocumentTerms taken = terms.take();
        CHECK(taken.size() == std::min(words, index::most_words));
        CHECK(taken[0].positions.size() == 2);
    }
    for (const std::size_t positions :
         {index::most_positions - 1, index::most_positions, index::most_positions + 1}) {
        index::TermCollector terms;
        for (std::uint32_t i = 0; i < positions; ++i)
            terms.add_at("X", "word", i, 1);
        CHECK(terms.take()[0].positions.size() == std::min(positions, index::most_positions));
    }
}
