#include "common/completion.hpp"

#include <algorithm>

#include "kb/display.hpp"

namespace kb::tools {
namespace {

const OptionSpec* find_long(std::span<const OptionSpec> specs, std::string_view name) {
    const auto found = std::find_if(specs.begin(), specs.end(),
                                    [&](const OptionSpec& spec) { return spec.name == name; });
    return found == specs.end() ? nullptr : &*found;
}

const OptionSpec* find_short(std::span<const OptionSpec> specs, char letter) {
    const auto found = std::find_if(specs.begin(), specs.end(),
                                    [&](const OptionSpec& spec) { return spec.letter == letter; });
    return found == specs.end() || letter == '\0' ? nullptr : &*found;
}

/// An option as one word holds it.
struct OptionWord {
    const OptionSpec* option = nullptr;
    std::optional<std::string> value = std::nullopt;  ///< within the word
};

OptionWord read_option(const std::string& word, std::span<const OptionSpec> specs) {
    if (word.starts_with("--")) {
        const std::size_t equals = word.find('=');
        OptionWord read{find_long(specs, std::string_view(word).substr(2, equals - 2))};
        if (equals != std::string::npos) read.value = word.substr(equals + 1);
        return read;
    }
    OptionWord read{find_short(specs, word[1])};
    if (word.size() > 2) read.value = word.substr(2);
    return read;
}

bool looks_like_option(const std::string& word) {
    return word.size() > 1 && word[0] == '-';
}

/// Reads the words before the cursor; returns the option that still needs a value, if one does.
const OptionSpec* read_earlier(CursorPlace& place, std::span<const std::string> words,
                               std::span<const OptionSpec> specs, bool& ended) {
    const OptionSpec* pending = nullptr;
    for (const std::string& word : words) {
        if (pending != nullptr) {
            if (pending->name == "db") place.database = word;
            pending = nullptr;
        } else if (ended || !looks_like_option(word)) {
            place.arguments.push_back(word);
        } else if (word == "--") {
            ended = true;
        } else if (const OptionWord read = read_option(word, specs); read.option != nullptr) {
            if (!read.value && !read.option->argument.empty()) pending = read.option;
            if (read.value && read.option->name == "db") place.database = read.value;
        }
    }
    return pending;
}

Candidate described(const CursorPlace& place, std::string_view text, std::string_view description) {
    return {place.kept + std::string(text), std::string(description)};
}

}  // namespace

bool is_completion(const std::vector<std::string>& tokens) {
    return !tokens.empty() && tokens.front() == "--complete";
}

CursorPlace cursor_place(const std::vector<std::string>& words, std::span<const OptionSpec> specs) {
    CursorPlace place;
    if (words.empty()) return place;
    bool ended = false;
    const std::span<const std::string> earlier(words.data(), words.size() - 1);
    place.option = read_earlier(place, earlier, specs, ended);
    place.word = words.back();
    if (place.option != nullptr || ended || place.word.empty() || place.word[0] != '-')
        return place;
    const std::size_t equals = place.word.find('=');
    if (place.word.starts_with("--") && equals != std::string::npos) {
        place.option = find_long(specs, std::string_view(place.word).substr(2, equals - 2));
        place.kept = place.word.substr(0, equals + 1);
        place.word.erase(0, equals + 1);
    } else {
        place.option_name = true;
    }
    return place;
}

Completions complete_option_name(const CursorPlace& place, std::span<const OptionSpec> specs) {
    Completions completions;
    for (const OptionSpec& spec : specs) {
        const std::string name = "--" + std::string(spec.name);
        if (!name.starts_with(place.word)) continue;
        std::string help(spec.help);
        std::replace(help.begin(), help.end(), '\n', ' ');
        completions.candidates.push_back({name, std::move(help)});
    }
    return completions;
}

Completions complete_value(const CursorPlace& place, ValueSource source,
                           std::span<const std::string_view> words, const ValueFinder& find) {
    Completions completions;
    CursorPlace inner = place;
    switch (source) {
        case ValueSource::none:
            break;
        case ValueSource::file:
            completions.files = Completions::Files::any;
            break;
        case ValueSource::directory:
            completions.files = Completions::Files::directories;
            break;
        case ValueSource::list:
            if (const std::size_t comma = inner.word.rfind(','); comma != std::string::npos) {
                inner.kept += inner.word.substr(0, comma + 1);
                inner.word.erase(0, comma + 1);
            }
            [[fallthrough]];
        case ValueSource::words:
            for (const std::string_view word : words) {
                if (word.starts_with(inner.word))
                    completions.candidates.push_back(described(inner, word, ""));
            }
            break;
        default:
            for (const Candidate& found : find(source, inner))
                completions.candidates.push_back(described(inner, found.text, found.description));
    }
    return completions;
}

std::string completion_lines(const Completions& completions) {
    std::string lines = completions.files == Completions::Files::any           ? "files\n"
                        : completions.files == Completions::Files::directories ? "directories\n"
                                                                               : "words\n";
    for (const Candidate& candidate : completions.candidates) {
        if (candidate.text.empty() || printable(candidate.text) != candidate.text) continue;
        lines += candidate.text;
        if (!candidate.description.empty())
            lines.append("\t").append(printable(candidate.description));
        lines += "\n";
    }
    return lines;
}

}  // namespace kb::tools
