#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kb/document.hpp"
#include "kb/fetch.hpp"

#pragma GCC visibility push(default)
namespace kb {

/// The form of an input.
enum class Format : std::uint8_t {
    automatic,  ///< by content first, by file name second
    river,      ///< the plain-text export of a feed reader
    feed,       ///< RSS, Atom, JSON Feed
    opml,       ///< a list of feeds
    markdown,
    html,
    text,   ///< one plain text, one document
    jsonl,  ///< JSON Lines, one document a line
};

std::string_view to_string(Format format) noexcept;
/// The format of that name ("auto" is Format::automatic), or nothing.
std::optional<Format> parse_format(std::string_view name) noexcept;

/// Something wrong with one input or one document; the rest of the batch goes on.
struct Problem {
    /// What a problem means for the result.
    enum class Severity : std::uint8_t {
        warning,  ///< the document was read, but perhaps not as meant
        failure,  ///< an input or a document is missing from the result
    };
    Severity severity = Severity::failure;  ///< what it means for the result
    std::string input;  ///< the path or URL (without credentials) as given, "-" for standard input
    std::uint64_t line = 0;  ///< 1-based; 0 if it concerns the whole input
    std::string message;     ///< what is wrong and what to do, one line, without input and line
};

/// How inputs are read.
struct ReadOptions {
    Format format = Format::automatic;        ///< of every input
    std::string source = {};                  ///< overrides every document's source
    std::optional<Kind> kind = std::nullopt;  ///< overrides the guessed or stated kind
    std::string lang = {};                    ///< overrides the stated or detected language
    /// The moment that relative ages count back from; default: the file's modification time (for
    /// standard input: now).
    std::optional<Timestamp> as_of = std::nullopt;
    /// The largest single document, in bytes of input. Larger ones are reported and skipped.
    std::uint64_t max_document_bytes = std::uint64_t{16} << 20;
    FetchOptions fetch = {};    ///< for inputs that are URLs
    std::stop_token stop = {};  ///< ends a fetch that is under way
};

/// Reads inputs one after another and yields their documents, normalised. Memory is bounded by the
/// largest document, not by the input. Each input is a file, a directory (recursive, by extension,
/// hidden entries skipped, in name order), an http(s) URL or "-" for standard input.
/// Not thread-safe: one thread at a time.
class DocumentReader {
  public:
    /// Takes each problem as it is met.
    using ProblemHandler = std::function<void(const Problem&)>;

    /// `on_problem` is called from within next(). Nothing is opened before the first next().
    DocumentReader(std::vector<std::string> inputs, ReadOptions options,
                   ProblemHandler on_problem = {});
    /// Reads one input that has been fetched already. `url` is how it was asked for: items without
    /// an identity of their own get one that begins so.
    DocumentReader(std::string url, FetchResult fetched, ReadOptions options,
                   ProblemHandler on_problem = {});
    ~DocumentReader();
    DocumentReader(DocumentReader&&) noexcept;
    DocumentReader& operator=(DocumentReader&&) noexcept;

    /// The next document, or nothing at the end. Bad inputs and bad documents are reported as
    /// problems and skipped. Throws only for memory.
    std::optional<Document> next();

    /// Bytes consumed so far and, for progress, the size of all inputs that are regular files
    /// (known once the first next() has returned; 0 if unknown).
    std::uint64_t bytes_read() const noexcept;
    /// See bytes_read().
    std::uint64_t bytes_total() const noexcept;
    /// The number of failures reported so far.
    std::uint64_t failures() const noexcept;

  private:
    class [[gnu::visibility("hidden")]] Impl;
    std::unique_ptr<Impl> impl_;
};

/// The kind that title, url and the beginning of the text tell of, by the table of rules that the
/// readers use; Kind::article if none applies. Thread-safe.
Kind guess_kind(const Document& document);

/// Brings a document into the form that Document promises: valid UTF-8 in NFC, control and
/// bidirectional-override characters removed, one-line fields trimmed and folded to one line,
/// lists without empty and repeated values, canonical url, lower-case primary language tag. An
/// unknown language is left unknown. Titles and names beyond some kilobytes are cut, longer links
/// left out, longer ids replaced by their hash. Idempotent; linear in the size of the document.
void normalize(Document& document);

}  // namespace kb
#pragma GCC visibility pop
