#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ingest/byte_source.hpp"
#include "ingest/line_source.hpp"
#include "kb/reader.hpp"

namespace kb::ingest {

/// What a reader is given to read one input. The references outlive it.
struct ReaderContext {
    const std::string& input;  ///< as given
    const ReadOptions& options;
    Timestamp as_of;
    ByteSource& bytes;  ///< for readers that take the input as it is, instead of lines
    LineSource& lines;
    std::string location;  ///< URL that it was fetched from, after redirects; empty: no fetch
    /// URL that ids count within where they are not unique by themselves: the location, or what a
    /// feed was first known as, wherever it has moved to.
    std::string scope;
    std::string charset;  ///< label that came with it (HTTP's header); empty: none
    bool named = true;    ///< chosen by the user, not found in a directory
    /// Takes severity, line (0: the whole input) and message.
    std::function<void(Problem::Severity, std::uint64_t, std::string)> report;

    void warn(std::uint64_t line, std::string message) const {
        report(Problem::Severity::warning, line, std::move(message));
    }
    void fail(std::uint64_t line, std::string message) const {
        report(Problem::Severity::failure, line, std::move(message));
    }
};

/// Reads the documents of one input in one format.
class FormatReader {
  public:
    FormatReader() = default;
    virtual ~FormatReader() = default;
    FormatReader(const FormatReader&) = delete;
    FormatReader& operator=(const FormatReader&) = delete;

    /// The next document, finished (see finish.hpp), or nothing at the end.
    virtual std::optional<Document> next() = 0;
};

std::unique_ptr<FormatReader> make_feed_reader(ReaderContext context);
std::unique_ptr<FormatReader> make_opml_reader(ReaderContext context);
std::unique_ptr<FormatReader> make_river_reader(ReaderContext context);
std::unique_ptr<FormatReader> make_jsonl_reader(ReaderContext context);
std::unique_ptr<FormatReader> make_markdown_reader(ReaderContext context);
std::unique_ptr<FormatReader> make_html_reader(ReaderContext context);
std::unique_ptr<FormatReader> make_text_reader(ReaderContext context);

}  // namespace kb::ingest
