#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "fuzz/support.hpp"
#include "kb/reader.hpp"
#include "support/temporary_directory.hpp"

namespace kb::fuzz {

/// Reads any bytes as one input in a format; every document that comes out must be as promised.
inline void read_input(Format format, const std::uint8_t* data, std::size_t size) {
    static const test::TemporaryDirectory directory;
    const auto path = directory / "input";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    ReadOptions options;
    options.format = format;
    options.as_of = Timestamp{std::chrono::seconds{1'701'266'400}};
    options.max_document_bytes = 64 << 10;
    DocumentReader reader({path.string()}, options, [](const Problem& problem) {
        check(problem.message.find('\n') == std::string::npos, "a problem of several lines",
              problem.message);
    });
    while (const std::optional<Document> document = reader.next()) {
        check(!document->id.empty(), "a document without id");
        Document normalized = *document;
        normalize(normalized);
        check(normalized == *document, "a document that is not normalised", to_json(*document));
        check(document_from_json(to_json(*document)) == *document,
              "JSON that reads back differently", to_json(*document));
    }
}

}  // namespace kb::fuzz
