#include <string>
#include <vector>

#include "common/database_path.hpp"
#include "common/pager.hpp"
#include "common/program.hpp"
#include "common/usage_error.hpp"
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

int run(Session& session, const std::vector<std::string>& tokens) {
    const SearchOptions options = parse_search_options(tokens);
    session.messages.configure(options.color, options.verbosity);
    if (options.help) {
        session.out.write(search_help());
        return found;
    }
    if (options.version) {
        session.out.write("kbsearch " + std::string(version()) + "\n");
        return found;
    }
    if (!options.query_given) throw UsageError("no query");
    return search(session, options);
}

}  // namespace
}  // namespace kb::tools

int main(int argc, char** argv) {
    return kb::tools::run_program("kbsearch", argc, argv, kb::tools::run);
}
