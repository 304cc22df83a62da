#include "common/option_parser.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <utility>

#include "common/usage_error.hpp"

namespace kb::tools {
namespace {

namespace po = boost::program_options;

po::options_description describe(std::span<const OptionSpec> specs) {
    po::options_description description;
    for (const OptionSpec& spec : specs) {
        std::string name(spec.name);
        if (spec.letter != '\0') name += std::string{',', spec.letter};
        if (spec.argument.empty()) {
            description.add_options()(name.c_str(), "");
        } else {
            description.add_options()(name.c_str(), po::value<std::string>(), "");
        }
    }
    return description;
}

/// Takes the front token as a word before the parsers of options see it.
std::vector<po::option> take_word(std::vector<std::string>& tokens, const WordTest& is_word) {
    if (tokens.empty() || !is_word(tokens.front())) return {};
    po::option word;
    word.value.push_back(tokens.front());
    word.original_tokens.push_back(tokens.front());
    tokens.erase(tokens.begin());
    return {std::move(word)};
}

std::string explain(const po::invalid_command_line_syntax& error) {
    using Syntax = po::invalid_command_line_syntax;
    switch (error.kind()) {
        case Syntax::missing_parameter:
        case Syntax::empty_adjacent_parameter:
            return "option '" + error.get_option_name() + "' needs a value";
        case Syntax::extra_parameter:
            return "option '" + error.get_option_name() + "' takes no value";
        default:
            return error.what();
    }
}

std::vector<po::option> parse(const std::vector<std::string>& tokens,
                              std::span<const OptionSpec> specs, const WordTest& is_word) {
    using namespace po::command_line_style;
    const po::options_description description = describe(specs);
    po::command_line_parser parser(tokens);
    parser.options(description).style(unix_style & ~allow_guessing);
    if (is_word) {
        parser.extra_style_parser(
            [&is_word](std::vector<std::string>& rest) { return take_word(rest, is_word); });
    }
    try {
        return parser.run().options;
    } catch (const po::unknown_option& error) {
        throw UsageError("unknown option '" + error.get_option_name() + "'");
    } catch (const po::invalid_command_line_syntax& error) {
        throw UsageError(explain(error));
    } catch (const po::error& error) {
        throw UsageError(error.what());
    }
}

std::string left_column(const OptionSpec& spec) {
    std::string text =
        spec.letter == '\0' ? "      " : std::string{' ', ' ', '-', spec.letter, ',', ' '};
    text.append("--").append(spec.name);
    if (!spec.argument.empty()) text.append(" ").append(spec.argument);
    return text;
}

}  // namespace

Arguments parse_arguments(const std::vector<std::string>& tokens, std::span<const OptionSpec> specs,
                          const WordTest& is_word) {
    Arguments arguments;
    for (po::option& option : parse(tokens, specs, is_word)) {
        std::string value = option.value.empty() ? std::string() : std::move(option.value.front());
        if (option.string_key.empty()) {
            arguments.words.push_back(std::move(value));
        } else {
            arguments.options.push_back({std::move(option.string_key), std::move(value)});
        }
    }
    return arguments;
}

std::string option_list(std::span<const OptionSpec> specs) {
    constexpr std::size_t help_column = 28;
    std::string list;
    for (const OptionSpec& spec : specs) {
        std::string line = left_column(spec);
        line.resize(std::max(line.size() + 2, help_column), ' ');
        for (const char c : spec.help) {
            line += c;
            if (c == '\n') line.append(help_column, ' ');
        }
        list.append(line).append("\n");
    }
    return list;
}

}  // namespace kb::tools
