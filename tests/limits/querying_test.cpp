// What happens below, at and above limits on queries. See README, "Limits".
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "kb/query.hpp"
#include "query/diagnostics.hpp"
#include "query/leaves.hpp"
#include "query/lexer.hpp"
#include "query/suffix.hpp"
#include "search/plan.hpp"
#include "search/snippet.hpp"
#include "support/repeated.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;
using test::repeated;

namespace {

std::size_t diagnostics(const std::string& query) {
    return parse_query(query, {}).diagnostics.size();
}

}  // namespace

TEST_CASE("a query has up to 32,768 pieces") {
    // Two pieces each, which are no words.
    const std::string almost = repeated("()", query::max_tokens / 2 - 1);
    CHECK(diagnostics(almost + "a") == 0);
    CHECK(diagnostics(almost + "a b") == 0);
    CHECK(diagnostics(almost + "a b c") == 1);
}

TEST_CASE("a word is searched within two edits at most") {
    CHECK(diagnostics("word~1") == 0);
    CHECK(diagnostics("word~" + std::to_string(query::max_distance)) == 0);
    CHECK(diagnostics("word~" + std::to_string(query::max_distance + 1)) == 1);
    CHECK(to_string(parse_query("word~3", {}).root) == to_string(parse_query("word~2", {}).root));
}

TEST_CASE("the words of a phrase may lie 1,000 apart") {
    const auto apart = [](unsigned slop) { return "\"a b\"~" + std::to_string(slop); };
    CHECK(diagnostics(apart(query::max_slop - 1)) == 0);
    CHECK(diagnostics(apart(query::max_slop)) == 0);
    CHECK(diagnostics(apart(query::max_slop + 1)) == 1);
    CHECK(to_string(parse_query(apart(query::max_slop + 1), {}).root) ==
          to_string(parse_query(apart(query::max_slop), {}).root));
}

TEST_CASE("a word weighs up to 1,000") {
    CHECK(diagnostics("word^999") == 0);
    CHECK(diagnostics("word^1000") == 0);
    CHECK(diagnostics("word^1001") == 1);
    CHECK(to_string(parse_query("word^1001", {}).root) == "word");
}

TEST_CASE("up to 100 warnings about a query are given, and more are counted") {
    for (const std::size_t problems :
         {query::max_entries - 1, query::max_entries, query::max_entries + 1}) {
        const Query query = parse_query(repeated("foo:a ", problems), {});
        CHECK(query.diagnostics.size() == std::min(problems, query::max_entries));
        CHECK(query.diagnostics.back().message.ends_with("(and 1 more)") ==
              (problems > query::max_entries));
    }
}

TEST_CASE("a query has up to 256 phrases; the words of further ones may stand anywhere") {
    const test::SampleIndex index({make_document("a", "", "one two three, two one")});
    for (const std::size_t phrases :
         {search::max_phrases - 1, search::max_phrases, search::max_phrases + 1}) {
        CAPTURE(phrases);
        // The last one is in no document as a phrase, but its words are.
        std::string query = "-nothing";
        for (std::size_t i = 1; i < phrases; ++i)
            query += " +\"one two\"~" + std::to_string(i);
        const Results results = index.search(query + " +\"three one\"");
        CHECK(results.total == (phrases > search::max_phrases ? 1U : 0U));
        CHECK(results.warnings.size() == (phrases > search::max_phrases ? 1U : 0U));
    }
}

TEST_CASE("a snippet is taken from the first 512 KiB of a text") {
    const auto shows = [](std::size_t bytes_before) {
        const test::SampleIndex index(
            {make_document("a", "", std::string(bytes_before - 1, '\n') + " needle")});
        const Results results = index.search("needle");
        REQUIRE(results.hits.size() == 1);
        return results.hits.front().snippet.find("needle") != std::string::npos;
    };
    constexpr std::size_t word = 6;
    CHECK(shows(search::max_snippet_bytes - word - 1));
    CHECK(shows(search::max_snippet_bytes - word));
    CHECK_FALSE(shows(search::max_snippet_bytes + 1));
}
