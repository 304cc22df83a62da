#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/option_parser.hpp"

namespace kb::tools {

// What completes a word of a command line. The shells' completion scripts only ask for it, by
// `--complete WORD...`, and show the answer.

/// Whether a command line asks for completions of its second and further words.
bool is_completion(const std::vector<std::string>& tokens);

/// A way to complete the word at the cursor.
struct Candidate {
    std::string text;         ///< the whole word
    std::string description;  ///< one line; may be empty

    bool operator==(const Candidate&) const = default;
};

struct Completions {
    enum class Files : std::uint8_t { none, any, directories };
    Files files = Files::none;  ///< names of files complete it, too; the shell knows those
    std::vector<Candidate> candidates = {};
};

/// Where in a command line the word at the cursor stands.
struct CursorPlace {
    std::vector<std::string> arguments;  ///< words before it that are no options
    std::optional<std::string> database;
    const OptionSpec* option = nullptr;  ///< whose value it is; null: it is none
    bool option_name = false;            ///< it begins as an option's name does
    std::string kept;  ///< what stands before the value within the word: "--sort="
    std::string word;  ///< the rest: what is to be completed
};

/// Finds the place of the last of `words`. An unknown option is passed over.
CursorPlace cursor_place(const std::vector<std::string>& words, std::span<const OptionSpec> specs);

/// Gives the values of a source that begin so, from the index of that name.
using ValueFinder = std::function<std::vector<Candidate>(ValueSource, const CursorPlace&)>;

/// What completes an option's name.
Completions complete_option_name(const CursorPlace& place, std::span<const OptionSpec> specs);

/// What completes a value of the source; `words` are the source's, if it has any.
Completions complete_value(const CursorPlace& place, ValueSource source,
                           std::span<const std::string_view> words, const ValueFinder& find);

/// As the completion scripts read it: `files`, `directories` or `words`, then a candidate a line,
/// TAB and description behind it. What printable() would change is left out: it would not be what
/// was meant, and a terminal must not see it.
std::string completion_lines(const Completions& completions);

}  // namespace kb::tools
