#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kb::tools {

/// What a value may be, for completion.
enum class ValueSource : std::uint8_t {
    none,       ///< anything
    words,      ///< one of the option's words
    list,       ///< some of them, with commas between
    file,       ///< a file or directory
    directory,  ///< a directory
    profile,    ///< a ranking profile
    query,      ///< a query
    id,         ///< the id of a document
    source,     ///< a source of documents
    feed,       ///< the URL of a subscription
};

/// One option: the parser, the help text and completion all come from this.
struct OptionSpec {
    std::string_view name;      ///< long form without the dashes
    char letter;                ///< short form, or '\0'
    std::string_view argument;  ///< what the value is called in the help; empty: takes none
    std::string_view help;      ///< may hold line breaks
    ValueSource values = ValueSource::none;
    std::span<const std::string_view> words = {};
};

/// An option as given. The same one may occur several times; the last is meant to win.
struct GivenOption {
    std::string name;
    std::string value;

    bool operator==(const GivenOption&) const = default;
};

/// A command line taken apart.
struct Arguments {
    std::vector<GivenOption> options;  ///< in order
    std::vector<std::string> words;    ///< all else, in order
};

/// Says of a token that begins with a dash that it is a word all the same.
using WordTest = std::function<bool(std::string_view token)>;

/// Takes a command line apart. Options may stand before and after words; "--" ends them. Option
/// names are not abbreviated. Throws UsageError.
Arguments parse_arguments(const std::vector<std::string>& tokens, std::span<const OptionSpec> specs,
                          const WordTest& is_word = {});

/// The options as an aligned list for the help, at most 80 columns wide.
std::string option_list(std::span<const OptionSpec> specs);

}  // namespace kb::tools
