#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/program.hpp"
#include "eval/eval_options.hpp"
#include "eval/report.hpp"
#include "kb/error.hpp"
#include "kb/evaluation.hpp"
#include "kb/evaluation_run.hpp"
#include "kb/searcher.hpp"
#include "kb/version.hpp"

namespace kb::tools {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file.is_open() && file.peek() != std::ifstream::traits_type::eof()) content << file.rdbuf();
    if (!file.is_open() || file.bad()) throw Error(ErrorCode::not_found, "cannot read " + path);
    return content.str();
}

/// Parses a file; what is wrong with it is said with its name.
template <typename Parse>
auto parse_file(const std::string& path, const Parse& parse) {
    const std::string content = read_file(path);
    try {
        return parse(content);
    } catch (const Error& error) {
        throw Error(error.code(), path + ": " + error.what(), error.hint());
    }
}

void write_run(const std::string& path, const EvaluationRun& run) {
    std::ofstream file(path, std::ios::binary);
    file << to_trec(run);
    file.close();
    if (!file) throw Error(ErrorCode::io, "cannot write " + path);
}

void measure_profiles(Session& session, const EvalOptions& options) {
    const std::vector<Topic> topics = parse_file(options.queries, parse_topics);
    const Qrels qrels = parse_file(options.qrels, parse_qrels);
    const Searcher searcher(database_path(options.database));
    std::vector<EvaluationRun> runs;
    for (const std::string& profile : options.profiles) {
        runs.push_back(evaluate(*make_ranker(searcher, profile), profile, topics, qrels));
    }
    if (runs.front().judged() == 0) {
        session.messages.warning("no query of " + options.queries + " is judged in " +
                                 options.qrels);
    }
    if (options.run) write_run(*options.run, runs.front());
    const bool json = options.format == EvalFormat::json;
    const auto explain = [&searcher](const std::string& profile, const std::string& query) {
        return make_ranker(searcher, profile)->explain_best(query);
    };
    if (runs.size() == 1) {
        session.out.write(json ? json_report(runs[0]) : text_report(runs[0]));
    } else {
        session.out.write(json ? json_comparison(runs[0], runs[1])
                               : text_comparison(runs[0], runs[1], qrels, explain));
    }
}

int run(Session& session, const std::vector<std::string>& tokens) {
    if (is_completion(tokens)) {
        session.out.write(completion_lines(complete_eval({tokens.begin() + 1, tokens.end()})));
        return exit_code::ok;
    }
    const EvalOptions options = parse_eval_options(tokens);
    session.messages.configure(options.color, options.verbosity);
    if (options.help) {
        session.out.write(eval_help());
    } else if (options.version) {
        session.out.write("kbeval " + std::string(version()) + "\n");
    } else {
        measure_profiles(session, options);
    }
    return exit_code::ok;
}

}  // namespace
}  // namespace kb::tools

int main(int argc, char** argv) {
    return kb::tools::run_program("kbeval", argc, argv, kb::tools::run);
}
