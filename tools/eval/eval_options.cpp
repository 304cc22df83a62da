#include "eval/eval_options.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "common/index_values.hpp"
#include "common/option_parser.hpp"
#include "common/option_values.hpp"
#include "kb/evaluation_run.hpp"

namespace kb::tools {
namespace {

constexpr std::array<std::string_view, 2> formats = {"text", "json"};

constexpr std::array eval_specs = {
    OptionSpec{"queries", '\0', "FILE", "the queries: id TAB text", ValueSource::file},
    OptionSpec{"qrels", '\0', "FILE", "the judgements, as TREC writes them", ValueSource::file},
    OptionSpec{"run", '\0', "FILE", "write what was found, as trec_eval reads it",
               ValueSource::file},
    OptionSpec{"profile", '\0', "NAME",
               "ranking profile (default: default); bm25 is the\nplain baseline",
               ValueSource::profile},
    OptionSpec{"compare", '\0', "A B", "compare two profiles; list the queries that differ\nmost",
               ValueSource::profile},
    OptionSpec{"format", '\0', "F", "text or json", ValueSource::words, formats},
};

std::string profile_argument(std::string_view option, const std::string& value) {
    parse_choice(option, value, ranker_names());
    return value;
}

void apply_option(EvalOptions& options, const GivenOption& option, bool& compare) {
    const std::string& value = option.value;
    if (apply_common_option(options, option)) return;
    if (option.name == "queries") options.queries = value;
    if (option.name == "qrels") options.qrels = value;
    if (option.name == "run") options.run = value;
    if (option.name == "profile" || option.name == "compare") {
        compare = option.name == "compare";
        options.profiles = {profile_argument(option.name, value)};
    }
    if (option.name == "format") {
        options.format = static_cast<EvalFormat>(parse_choice("format", value, formats));
    }
}

void check(const EvalOptions& options) {
    if (options.help || options.version) return;
    if (options.queries.empty()) throw UsageError("--queries names the file of queries");
    if (options.qrels.empty()) throw UsageError("--qrels names the file of judgements");
    if (options.run && options.profiles.size() > 1)
        throw UsageError("--run is for one profile, not for --compare");
}

std::vector<OptionSpec> all_specs() {
    std::vector<OptionSpec> all(eval_specs.begin(), eval_specs.end());
    all.insert(all.end(), common_option_specs.begin(), common_option_specs.end());
    return all;
}

}  // namespace

Completions complete_eval(const std::vector<std::string>& words) {
    const std::vector<OptionSpec> specs = all_specs();
    const CursorPlace place = cursor_place(words, specs);
    if (place.option == nullptr) return complete_option_name(place, specs);
    return complete_value(place, place.option->values, place.option->words, values_of_index);
}

EvalOptions parse_eval_options(const std::vector<std::string>& tokens) {
    const Arguments arguments = parse_arguments(tokens, all_specs());
    EvalOptions options;
    options.profiles = {"default"};
    bool compare = false;
    for (const GivenOption& option : arguments.options)
        apply_option(options, option, compare);
    const std::size_t wanted = compare ? 1 : 0;  // the second name of --compare is a word
    if (arguments.words.size() > wanted)
        throw UsageError("unexpected argument '" + arguments.words[wanted] + "'");
    if (arguments.words.size() < wanted) throw UsageError("--compare needs two profiles");
    if (compare) options.profiles.push_back(profile_argument("compare", arguments.words.front()));
    check(options);
    return options;
}

std::string eval_help() {
    return "kbeval - measure how well an index answers judged queries\n\n"
           "Usage: kbeval --db DIR --queries FILE --qrels FILE [OPTIONS]\n\nOptions:\n" +
           option_list(eval_specs) + "\n" + option_list(common_option_specs) + R"(
Every query is searched for its words (signs of the query language are none in
natural language), without collapsing near-duplicates, to 1000 documents;
measures are trec_eval's, averaged over the judged queries (those
that find nothing count as 0, as with its option -c). Latency is that of the
first ten results without snippets.

Examples:
  kbindex add --db cranfield corpus.jsonl
  kbeval --db cranfield --queries queries.tsv --qrels qrels.txt
  kbeval --db cranfield --queries queries.tsv --qrels qrels.txt \
    --profile bm25 --run bm25.run
  kbeval --db cranfield --queries queries.tsv --qrels qrels.txt \
    --compare default bm25

Exit status: 0 measured; 2 an error.
)";
}

}  // namespace kb::tools
