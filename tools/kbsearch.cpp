#include <string>
#include <vector>

#include "common/database_path.hpp"
#include "common/json.hpp"
#include "common/pager.hpp"
#include "common/program.hpp"
#include "common/usage_error.hpp"
#include "kb/display.hpp"
#include "kb/searcher.hpp"
#include "kb/version.hpp"
#include "output/machine.hpp"
#include "output/search_options.hpp"
#include "output/text.hpp"

#include <unistd.h>

namespace kb::tools {
namespace {

// As grep. Errors are 2, as everywhere.
constexpr int found = 0;
constexpr int nothing_found = 1;

/// What there is to say about the query, before the results.
void show_remarks(const Messages& messages, const Results& results) {
    for (const std::string& warning : results.warnings)
        messages.warning(warning);
    if (results.did_you_mean) {
        messages.note("Did you mean: " + *results.did_you_mean, Role::warning);
    }
    messages.detail("understood as: " + results.parsed);
}

void show_results(Session& session, const SearchOptions& options, const Results& results) {
    if (options.format == OutputFormat::text) {
        const Terminal terminal = inspect_terminal(STDOUT_FILENO, options.color);
        write_paged(session.out, text_output(results, terminal, session.messages.verbose()),
                    terminal);
        session.out.flush();  // the totals come last
        session.messages.note(totals_line(results), Role::detail);
    } else {
        session.out.write(machine_output(results, options.format));
    }
}

/// The request without what a count alone does not need.
SearchRequest counting(SearchRequest request) {
    request.limit = 0;
    request.snippet_length = 0;
    request.facets.clear();
    return request;
}

int search(Session& session, const SearchOptions& options) {
    const Searcher searcher(database_path(options.database));
    const Results results =
        searcher.search(options.count ? counting(options.request) : options.request);
    // The JSON object carries the remarks itself.
    if (options.count || options.format != OutputFormat::json) {
        show_remarks(session.messages, results);
    }
    if (options.count) {
        session.out.write(std::to_string(results.total) + "\n");
    } else {
        show_results(session, options, results);
    }
    return results.total > 0 ? found : nothing_found;
}

/// The completions that are printed: text, or JSON for programs.
std::string suggestions_output(const std::vector<std::string>& suggestions, OutputFormat format) {
    if (format != OutputFormat::text && format != OutputFormat::json &&
        format != OutputFormat::jsonl) {
        throw UsageError("--suggest prints text, json or jsonl");
    }
    std::string out;
    for (const std::string& suggestion : suggestions) {
        if (format == OutputFormat::json && !out.empty()) out += ",";
        out += format == OutputFormat::text ? printable(suggestion) : json_string(suggestion);
        if (format != OutputFormat::json) out += "\n";
    }
    return format == OutputFormat::json ? "[" + out + "]\n" : out;
}

int suggest(Session& session, const SearchOptions& options) {
    if (options.query_given) throw UsageError("--suggest takes no query beside its own");
    const Searcher searcher(database_path(options.database));
    const std::vector<std::string> suggestions =
        searcher.suggest(*options.suggest, static_cast<std::size_t>(options.request.limit));
    session.out.write(suggestions_output(suggestions, options.format));
    return suggestions.empty() ? nothing_found : found;
}

int run(Session& session, const std::vector<std::string>& tokens) {
    if (is_completion(tokens)) {
        session.out.write(completion_lines(complete_search({tokens.begin() + 1, tokens.end()})));
        return found;
    }
    const SearchOptions options = parse_search_options(tokens);
    session.messages.configure(options.color, options.verbosity);
    if (options.help) {
        session.out.write(search_help());
        return found;
    }
    if (options.query_help) {
        session.out.write(query_help());
        return found;
    }
    if (options.version) {
        session.out.write("kbsearch " + std::string(version()) + "\n");
        return found;
    }
    if (options.suggest) return suggest(session, options);
    if (!options.query_given && !options.request.similar_to) throw UsageError("no query");
    return search(session, options);
}

}  // namespace
}  // namespace kb::tools

int main(int argc, char** argv) {
    return kb::tools::run_program("kbsearch", argc, argv, kb::tools::run);
}
