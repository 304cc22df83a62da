#include "output/search_options.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "common/index_values.hpp"
#include "common/option_parser.hpp"
#include "common/option_values.hpp"
#include "kb/ranking.hpp"

namespace kb::tools {
namespace {

constexpr std::uint64_t most_results = 1'000'000'000;
constexpr std::uint64_t longest_snippet = 100'000;
constexpr std::uint64_t most_fragments = 100;
constexpr std::uint64_t longest_timeout = 86'400'000;  // a day of milliseconds

constexpr std::array<std::string_view, 5> sorts = {"relevance", "newest", "oldest", "points",
                                                   "comments"};
constexpr std::array<std::string_view, 2> matches = {"any", "all"};
constexpr std::array<std::string_view, 8> facets = {"kind", "source", "author", "tag",
                                                    "lang", "site",   "year",   "month"};
// In the order of OutputFormat.
constexpr std::array<std::string_view, 7> formats = {"text", "json", "jsonl", "ids",
                                                     "urls", "tsv",  "trec"};

constexpr std::array search_specs = {
    OptionSpec{"limit", 'n', "N", "show at most N results (default: 10)"},
    OptionSpec{"offset", '\0', "N", "leave out the first N"},
    OptionSpec{"sort", '\0', "S", "relevance, newest, oldest, points or comments",
               ValueSource::words, sorts},
    OptionSpec{"match", '\0', "M",
               "any: documents with any of the words, the best match\n"
               "first (default); all: with all of them",
               ValueSource::words, matches},
    OptionSpec{"profile", '\0', "NAME",
               "ranking profile: default, classic (text alone),\nfresh (news first) or recall "
               "(finds more)",
               ValueSource::profile},
    OptionSpec{"facets", '\0', "F,G",
               "count by kind, source, author, tag, lang, site, year\n"
               "or month",
               ValueSource::list, facets},
    OptionSpec{"format", '\0', "F", "text, json, jsonl, ids, urls, tsv or trec", ValueSource::words,
               formats},
    OptionSpec{"snippet-length", '\0', "N", "characters of a snippet (default: 240)"},
    OptionSpec{"fragments", '\0', "N", "passages of a snippet, at most (default: 1)"},
    OptionSpec{"no-collapse", '\0', "", "show near-duplicates one by one"},
    OptionSpec{"count", '\0', "", "print only the number of documents found"},
    OptionSpec{"explain", '\0', "", "show how each score came about"},
    OptionSpec{"similar", '\0', "ID",
               "documents that resemble the one of that id, among\n"
               "what QUERY finds, if there is one",
               ValueSource::id},
    OptionSpec{"suggest", '\0', "PREFIX", "completions of a query's beginning, best first",
               ValueSource::query},
    OptionSpec{"timeout", '\0', "MS", "stop after MS milliseconds with what was found"},
    OptionSpec{"strict", '\0', "", "take warnings about the query as errors"},
    OptionSpec{"help-query", '\0', "", "explain the query language"},
};

/// Whether "-flask" is a word to exclude, as in a search box, and not an option: it has more than
/// one letter, is not `-n10` and is not made of flags such as `-qv`. An unknown single letter is
/// taken for a mistyped option.
bool is_excluded_word(std::string_view token) {
    constexpr std::string_view flags = "qvh";
    if (token.size() < 3 || token[0] != '-' || token[1] == '-') return false;
    const std::string_view rest = token.substr(1);
    if (rest.find_first_not_of(flags) == std::string_view::npos) return false;
    return rest[0] != 'n' || rest.find_first_not_of("0123456789", 1) != std::string_view::npos;
}

void apply_option(SearchOptions& options, const GivenOption& option) {
    SearchRequest& request = options.request;
    const std::string& value = option.value;
    if (apply_common_option(options, option)) return;
    if (option.name == "limit") request.limit = parse_count("limit", value, most_results);
    if (option.name == "offset") request.offset = parse_count("offset", value, most_results);
    if (option.name == "sort")
        request.sort = *parse_sort(sorts[parse_choice("sort", value, sorts)]);
    if (option.name == "match") {
        request.match = parse_choice("match", value, matches) == 0 ? Match::any : Match::all;
    }
    if (option.name == "profile") {
        parse_choice("profile", value, profile_names());
        request.profile = *find_profile(value);
    }
    if (option.name == "facets") request.facets = parse_list("facets", value, facets);
    if (option.name == "format") {
        options.format = static_cast<OutputFormat>(parse_choice("format", value, formats));
    }
    if (option.name == "snippet-length") {
        request.snippet_length =
            static_cast<std::uint32_t>(parse_count("snippet-length", value, longest_snippet));
    }
    if (option.name == "fragments") {
        request.snippet_fragments =
            static_cast<std::uint32_t>(parse_count("fragments", value, most_fragments));
    }
    if (option.name == "explain") request.explain = true;
    if (option.name == "similar") request.similar_to = value;
    if (option.name == "suggest") options.suggest = value;
    if (option.name == "no-collapse") request.collapse = false;
    if (option.name == "count") options.count = true;
    if (option.name == "timeout")
        request.timeout = std::chrono::milliseconds(parse_count("timeout", value, longest_timeout));
    if (option.name == "strict") request.strict = true;
    if (option.name == "help-query") options.query_help = true;
}

std::vector<OptionSpec> all_specs() {
    std::vector<OptionSpec> all(search_specs.begin(), search_specs.end());
    all.insert(all.end(), common_option_specs.begin(), common_option_specs.end());
    return all;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text.append(text.empty() ? "" : " ").append(word);
    return text;
}

}  // namespace

SearchOptions parse_search_options(const std::vector<std::string>& tokens) {
    const Arguments arguments = parse_arguments(tokens, all_specs(), is_excluded_word);
    SearchOptions options;
    for (const GivenOption& option : arguments.options)
        apply_option(options, option);
    options.query_given = !arguments.words.empty();
    options.request.query = joined(arguments.words);
    return options;
}

Completions complete_search(const std::vector<std::string>& words) {
    const std::vector<OptionSpec> specs = all_specs();
    const CursorPlace place = cursor_place(words, specs);
    if (place.option != nullptr)
        return complete_value(place, place.option->values, place.option->words, values_of_index);
    const bool excluded = place.word.size() > 1 && place.word[1] != '-';
    if (place.option_name && !excluded) return complete_option_name(place, specs);
    return complete_value(place, ValueSource::query, {}, values_of_index);
}

std::string search_help() {
    return "kbsearch - search an index of collected posts\n\n"
           "Usage: kbsearch [OPTIONS] QUERY...\n\nOptions:\n" +
           option_list(search_specs) + "\n" + option_list(common_option_specs) + R"(
Query:
  async orm                 any of the words, the best match first
  +async -flask             required, excluded (also: NOT flask)
  a AND b, a OR b, ( ... )  Boolean, in capitals
  "exact phrase"            "two words"~5 within five words
  title:word author:name    in that field; also text:
  kind:readme source: tag: lang:de site:github.com id: parent:
  after:2023-11 before:2023-12-24 date:2023-11-01..2023-11-30 after:7d
  points:>=100 comments:10..50
  migrat* perssistent~ word^2

Quote the query, or put -- before it, to keep the shell and the options out of
it; a word such as -flask is understood as it is.

Examples:
  kbsearch async orm
  kbsearch '"connection pool" +postgres -mysql' --sort newest
  kbsearch kind:readme after:2023-11 django --facets source,lang
  kbsearch --format jsonl -n 100 'site:github.com' | jq -r .url
  kbsearch --count lang:de
  kbsearch --similar https://blog.example.org/post kind:article
  kbsearch --suggest 'connection po'

On a terminal, what exceeds the screen goes through $PAGER (less).

Exit status: 0 something found; 1 nothing found; 2 an error.
)";
}

}  // namespace kb::tools
