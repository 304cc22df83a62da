#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/reader.hpp"
#include "support/temporary_directory.hpp"

namespace kb::test {

/// What came out of reading.
struct Reading {
    std::vector<Document> documents;
    std::vector<Problem> problems;

    std::vector<std::string> titles() const {
        std::vector<std::string> all;
        for (const Document& document : documents)
            all.push_back(document.title);
        return all;
    }
    /// "line: message" of each, warnings in brackets.
    std::vector<std::string> messages() const {
        std::vector<std::string> all;
        for (const Problem& problem : problems) {
            const std::string text = std::to_string(problem.line) + ": " + problem.message;
            all.push_back(problem.severity == Problem::Severity::warning ? "[" + text + "]" : text);
        }
        return all;
    }
};

inline Reading read_inputs(std::vector<std::string> inputs, ReadOptions options = {}) {
    Reading reading;
    DocumentReader reader(std::move(inputs), std::move(options),
                          [&](const Problem& problem) { reading.problems.push_back(problem); });
    while (auto document = reader.next())
        reading.documents.push_back(std::move(*document));
    return reading;
}

/// Reads `content` from a file of that name.
inline Reading read_content(std::string_view name, std::string_view content,
                            ReadOptions options = {}) {
    const TemporaryDirectory directory;
    write_file(directory / name, content);
    return read_inputs({(directory / name).string()}, std::move(options));
}

/// Reads an export as of 2024-03-31 12:00.
inline Reading read_river(std::string_view content, ReadOptions options = {}) {
    options.format = Format::river;
    if (!options.as_of) options.as_of = parse_timestamp("2024-03-31T12:00:00Z");
    return read_content("export.txt", content, std::move(options));
}

using Strings = std::vector<std::string>;

}  // namespace kb::test
