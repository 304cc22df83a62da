// The table of limits in README.md says what the code does.
#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "document/json_shape.hpp"
#include "index/document_terms.hpp"
#include "ingest/feed/entry.hpp"
#include "ingest/feed_links.hpp"
#include "ingest/lines.hpp"
#include "ingest/markdown/front_matter.hpp"
#include "ingest/markdown/yaml_fields.hpp"
#include "ingest/statements.hpp"
#include "ingest/xml/decode.hpp"
#include "ingest/xml/doctype.hpp"
#include "ingest/xml/entry_cutter.hpp"
#include "ingest/xml/read_xml.hpp"
#include "ingest/xml/repair.hpp"
#include "kb/fetch.hpp"
#include "kb/reader.hpp"
#include "query/diagnostics.hpp"
#include "query/leaves.hpp"
#include "query/lexer.hpp"
#include "query/repair.hpp"
#include "query/suffix.hpp"
#include "search/expansion.hpp"
#include "search/plan.hpp"
#include "search/snippet.hpp"
#include "search/suggest.hpp"
#include "text/combining.hpp"
#include "text/field_limits.hpp"
#include "text/html_reduce.hpp"
#include "text/markdown_pieces.hpp"
#include "text/markdown_text.hpp"
#include "text/token_buffer.hpp"

using namespace kb;

namespace {

using Numbers = std::vector<std::uint64_t>;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "16 MiB; 8" → 16,777,216 and 8.
Numbers numbers_in(std::string_view cell) {
    Numbers numbers;
    for (std::size_t at = 0; at < cell.size();) {
        if (!is_digit(cell[at])) {
            ++at;
            continue;
        }
        std::uint64_t number = 0;
        for (; at < cell.size() && (is_digit(cell[at]) || cell[at] == ','); ++at)
            if (cell[at] != ',') number = 10 * number + static_cast<std::uint64_t>(cell[at] - '0');
        const std::string_view unit = cell.substr(at, 4);
        if (unit == " KiB") number <<= 10U;
        if (unit == " MiB") number <<= 20U;
        numbers.push_back(number);
    }
    return numbers;
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

/// The numbers of each row of the table below "## Limits", by what the row is about.
std::map<std::string, Numbers> table_of_limits() {
    std::ifstream readme(KB_SOURCE_DIR "/README.md");
    std::map<std::string, Numbers> table;
    bool within = false;
    for (std::string line; std::getline(readme, line);) {
        if (line.starts_with("## ")) within = line == "## Limits";
        if (!within || !line.starts_with("| ")) continue;
        const std::size_t second = line.find('|', 1);
        const std::size_t third = line.find('|', second + 1);
        const std::string name = trimmed(line.substr(1, second - 1));
        if (name != "what") table[name] = numbers_in(line.substr(second, third - second));
    }
    return table;
}

std::map<std::string, Numbers> limits_of_the_code() {
    constexpr auto words = search::ExpansionBudget::max_words;
    return {
        {"a document: a line of JSON Lines, a text, a page, an entry",
         {ReadOptions{}.max_document_bytes}},
        {"a feed, a list of feeds, as it stands and as UTF-8; an entry with its markup",
         {ingest::largest_whole_input,
          ingest::entry_markup_factor * ReadOptions{}.max_document_bytes}},
        {"what is fetched, after decompression; redirects",
         {FetchOptions{}.max_bytes, FetchOptions{}.max_redirects}},
        {"title; id; link",
         {FieldLimits::title_bytes, FieldLimits::id_bytes, FieldLimits::url_bytes}},
        {"source; a name of an author, a tag",
         {FieldLimits::source_bytes, FieldLimits::name_bytes}},
        {"authors; tags", {FieldLimits::names, FieldLimits::names}},
        {"a word in the index", {max_term_bytes}},
        {"accents on one letter", {static_cast<std::uint64_t>(max_marks)}},
        {"front matter; its nesting", {ingest::largest_front_matter, ingest::deepest_yaml}},
        {"nesting of XML", {ingest::deepest_xml}},
        {"entities that XML declares; the value of one",
         {ingest::Doctype::most_entities, ingest::Doctype::longest_value}},
        {"entities within entities; what all stand for",
         {ingest::Doctype::deepest_entity, ingest::Doctype::largest_expansion}},
        {"nesting of HTML", {html_depth_limit}},
        {"bare links in a paragraph of Markdown; cells of its tables",
         {most_bare_links, most_table_cells}},
        {"feeds that a page names", {ingest::most_links}},
        {"elements, attributes and texts of an entry of a feed; of all outside of entries, and of "
         "a "
         "list of feeds",
         {ingest::most_entry_nodes, ingest::most_frame_nodes}},
        {"what stands outside of a feed's entries", {ingest::largest_frame}},
        {"brackets, colons and commas of a line of JSON Lines, of an item of JSON Feed",
         {most_json_signs}},
        {"authors that entries inherit from their feed", {ingest::most_head_authors}},
        {"tags and attributes of HTML that are read at once", {html_piece_tags}},
        {"lines and signs of Markdown that are read at once", {most_markdown_signs}},
        {"lines of a post in which trailers and statements are looked for; statements of a page",
         {ingest::most_lines, ingest::most_statements}},
        {"different words of a document; their positions",
         {index::most_words, index::most_positions}},
        {"words and phrases of a query; its pieces, signs and all",
         {query::max_operands, query::max_tokens}},
        {"parentheses within parentheses", {query::max_nesting}},
        {"words of a phrase", {search::max_phrase_words}},
        {"phrases of a query", {search::max_phrases}},
        {"words of a pattern (`migrat*`, `word~`); of all patterns of a query", {words, 4 * words}},
        {"words of the index that a pattern is compared with; that all are",
         {search::ExpansionBudget::max_visits, 2 * search::ExpansionBudget::max_visits}},
        {"edits of `word~2`; words between those of `\"a b\"~5`; weight of `word^2`",
         {query::max_distance, query::max_slop, static_cast<std::uint64_t>(query::max_weight)}},
        {"warnings about a query; about what it finds", {query::max_entries, search::max_warnings}},
        {"completions of `--suggest`; bytes of what they complete",
         {search::max_suggestions, search::longest_beginning}},
        {"text that a snippet is taken from", {search::max_snippet_bytes}},
        {"writers of an index; readers", {1}},
        {"time of a search", {}},
    };
}

}  // namespace

TEST_CASE("the table of limits names each limit of the code, and no other, with its number") {
    const auto told = table_of_limits();
    const auto real = limits_of_the_code();
    for (const auto& limit : real) {
        const auto& name = limit.first;
        const auto& numbers = limit.second;
        CAPTURE(name);
        REQUIRE(told.contains(name));
        CHECK(told.at(name) == numbers);
    }
    for (const auto& limit : told) {
        const auto& name = limit.first;
        CAPTURE(name);
        CHECK(real.contains(name));
    }
}
