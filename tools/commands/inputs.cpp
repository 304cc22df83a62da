#include "commands/inputs.hpp"

#include <string_view>
#include <utility>

#include "common/exit_code.hpp"
#include "common/option_values.hpp"

namespace kb::tools {
namespace {

ReadOptions read_options(const IndexOptions& options, std::stop_token stop) {
    ReadOptions read = options.read;
    read.stop = std::move(stop);
    if (!options.format) return read;
    const auto format = parse_format(*options.format);
    if (!format) throw unknown_value("format", *options.format, input_formats);
    read.format = *format;
    return read;
}

const std::vector<std::string>& at_least_one(const std::vector<std::string>& inputs) {
    if (inputs.empty())
        throw UsageError("no input: name files, directories, URLs or - for standard input");
    return inputs;
}

std::string place(const Problem& problem) {
    return problem.line == 0 ? problem.input : problem.input + ":" + std::to_string(problem.line);
}

std::string message_with_line(const Problem& problem) {
    if (problem.line == 0) return problem.message;
    return "line " + std::to_string(problem.line) + ": " + problem.message;
}

}  // namespace

Inputs::Inputs(Session& session, const IndexOptions& options,
               const std::vector<std::string>& inputs, std::stop_token stop)
    : messages_(session.messages),
      progress_(messages_),
      reader_(at_least_one(inputs), read_options(options, std::move(stop)),
              [this](const Problem& problem) { report(problem); }) {}

void Inputs::show_progress(std::uint64_t documents) {
    progress_.update({reader_.bytes_read(), reader_.bytes_total(), documents});
}

void Inputs::report(const Problem& problem) {
    constexpr std::size_t most_errors = 1000;  // a report must not grow with a broken input
    progress_.erase();
    show_problem(messages_, problem);
    if (problem.severity == Problem::Severity::failure && errors_.size() < most_errors)
        errors_.push_back({problem.input, message_with_line(problem)});
}

void show_problem(const Messages& messages, const Problem& problem) {
    const std::string text = place(problem) + ": " + problem.message;
    if (problem.severity == Problem::Severity::failure) {
        messages.error(text);
    } else {
        messages.warning(text);
    }
}

int exit_code_of(std::uint64_t read, std::uint64_t failed) {
    if (failed == 0) return exit_code::ok;
    return read == 0 ? exit_code::failure : exit_code::partial;
}

}  // namespace kb::tools
