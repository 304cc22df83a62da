#include <algorithm>
#include <exception>
#include <utility>

#include "ingest/byte_source.hpp"
#include "ingest/fetch/content_type.hpp"
#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/formats.hpp"
#include "ingest/input_list.hpp"
#include "ingest/line_source.hpp"
#include "ingest/place.hpp"
#include "kb/error.hpp"
#include "kb/reader.hpp"
#include "text/charset.hpp"
#include "text/field_limits.hpp"
#include "text/utf8.hpp"

namespace kb {
namespace {

using ingest::ByteSource;
using ingest::FormatInfo;
using ingest::FormatReader;
using ingest::InputItem;
using ingest::LineSource;

/// Whether most characters beyond ASCII are UTF-8. In other charsets, hardly any would be by
/// chance.
bool is_damaged_utf8(std::string_view head) {
    std::size_t valid = 0;
    std::size_t malformed = 0;
    for (std::size_t at = 0; at < head.size();) {
        const Utf8Step step = decode_utf8(head, at);
        if (step.bytes > 1 && step.valid) ++valid;
        if (!step.valid) ++malformed;
        at += step.bytes;
    }
    return valid > malformed;
}

/// A few bad bytes must not turn a whole text into another charset.
Charset charset_of(std::string_view head) {
    Charset charset = detect_charset(head);
    const bool guessed = charset.bom_length == 0 && charset.name != Charset{}.name;
    return guessed && is_damaged_utf8(head) ? Charset{} : charset;
}

/// What HTTP says holds, unless it is UTF-8 and the bytes are not.
Charset charset_of(std::string_view head, const std::string& label) {
    Charset detected = charset_of(head);
    const std::optional<Charset> told = label.empty() ? std::nullopt : find_charset(label);
    if (!told || detected.bom_length > 0 || told->name == Charset{}.name) return detected;
    return *told;
}

/// The beginning of an input as UTF-8 with LF line ends.
std::string decoded_head(ByteSource& bytes, const Charset& charset) {
    const std::string_view head = bytes.head();
    std::string decoded;
    Utf8Decoder(charset).decode(head, head.size() < ByteSource::block_bytes, decoded);
    std::string out;
    out.reserve(decoded.size());
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        if (decoded[i] != '\r') {
            out += decoded[i];
        } else if (i + 1 == decoded.size() || decoded[i + 1] != '\n') {
            out += '\n';
        }
    }
    return out;
}

/// Content first, name (or what HTTP says) second; plain text if neither tells.
Format detect_format(ByteSource& bytes, const Charset& charset, Format by_name) {
    const Format by_content = ingest::format_of_content(decoded_head(bytes, charset), by_name);
    if (by_content != Format::automatic) return by_content;
    return by_name == Format::automatic ? Format::text : by_name;
}

/// The part of a URL that may end in a file's name.
std::string url_path(const std::string& url) {
    return url.substr(0, url.find_first_of("?#"));
}

Timestamp now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace

class DocumentReader::Impl {
  public:
    Impl(std::vector<std::string> inputs, ReadOptions options, ProblemHandler on_problem)
        : inputs_(std::move(inputs)),
          options_(std::move(options)),
          on_problem_(std::move(on_problem)) {}

    Impl(std::string url, FetchResult fetched, ReadOptions options, ProblemHandler on_problem)
        : Impl(std::vector{std::move(url)}, std::move(options), std::move(on_problem)) {
        fetched_ = std::move(fetched);
        is_known_feed_ = true;
    }

    std::optional<Document> next() {
        if (!listed_) list();
        while (true) {
            if (!current_ && !open_next()) return std::nullopt;
            if (auto document = read_current()) return document;
        }
    }

    std::uint64_t bytes_read() const noexcept {
        return closed_bytes_ + (current_ ? current_->bytes.bytes_read() : 0);
    }
    std::uint64_t bytes_total() const noexcept { return items_.bytes; }
    std::uint64_t failures() const noexcept { return failures_; }

  private:
    /// An input that is being read.
    struct Open {
        explicit Open(const InputItem& input) : item(input), bytes(item.path) {}
        Open(const InputItem& input, FetchResult fetched)
            : item(input),
              bytes(std::move(fetched.body), ingest::parse_http_date(fetched.last_modified)),
              location(std::move(fetched.url)),
              content_type(ingest::parse_content_type(fetched.content_type)) {}

        const InputItem& item;
        ByteSource bytes;
        std::string location;
        ingest::ContentType content_type;
        Format format = Format::automatic;
        Charset charset;
        std::unique_ptr<LineSource> lines;
        std::unique_ptr<FormatReader> reader;
    };

    void list() {
        listed_ = true;
        items_ = ingest::list_inputs(inputs_, options_.format,
                                     [this](const Problem& problem) { report(problem); });
    }

    /// Opens inputs until one has something to read.
    bool open_next() {
        while (next_item_ < items_.items.size() && !options_.stop.stop_requested()) {
            const InputItem& item = items_.items[next_item_++];
            guarded(item.path, [&] { open(item); });
            if (current_ && current_->reader) return true;
            close();
        }
        return false;
    }

    /// What is behind a URL: fetched before, or now.
    FetchResult fetched(const std::string& url) {
        FetchResult result = fetched_ ? *std::exchange(fetched_, std::nullopt)
                                      : fetch({.url = url}, options_.fetch, options_.stop);
        if (result.outcome == FetchOutcome::content) return result;
        if (result.outcome == FetchOutcome::cancelled) throw Error(ErrorCode::cancelled, "stopped");
        throw Error(ErrorCode::io, "cannot be fetched: " + result.message);
    }

    void open(const InputItem& item) {
        if (fetched_ || is_web_url(item.path)) {
            current_ = std::make_unique<Open>(item, fetched(item.path));
        } else {
            current_ = std::make_unique<Open>(item);
        }
        Open& input = *current_;
        const std::string_view head = input.bytes.head();
        if (head.empty()) {
            report({Problem::Severity::warning, item.path, 0, "is empty"});
            return;
        }
        if (looks_binary(head)) {
            throw Error(ErrorCode::invalid_argument, "looks like a binary file");
        }
        input.charset = charset_of(head, input.content_type.charset);
        input.format = options_.format == Format::automatic ? format_of(input) : options_.format;
        const FormatInfo& info = ingest::format_info(input.format);
        input.lines =
            std::make_unique<LineSource>(input.bytes, input.charset, options_.max_document_bytes);
        input.reader = info.make_reader(context(input));
    }

    static Format format_of(Open& input) {
        const Format told = ingest::format_of_media_type(input.content_type.media_type);
        const Format by_name =
            told != Format::automatic
                ? told
                : ingest::format_of_name(input.location.empty() ? input.item.path
                                                                : url_path(input.location));
        return detect_format(input.bytes, input.charset, by_name);
    }

    ingest::ReaderContext context(Open& input) {
        const Timestamp as_of =
            options_.as_of ? *options_.as_of : input.bytes.modified().value_or(now());
        const std::string& path = input.item.path;
        return {path,
                options_,
                as_of,
                input.bytes,
                *input.lines,
                input.location,
                is_known_feed_ ? path : input.location,
                input.content_type.charset,
                input.item.named,
                [this, &path](Problem::Severity severity, std::uint64_t line, std::string message) {
                    report({severity, path, line, std::move(message)});
                }};
    }

    /// The next document of the current input, which is closed at its end.
    std::optional<Document> read_current() {
        std::optional<Document> document;
        const bool intact =
            guarded(current_->item.path, [&] { document = current_->reader->next(); });
        if (document && !current_->location.empty()) {
            ingest::place_document(*document, current_->format, current_->location, options_);
        }
        if (document) {
            for (const std::string& cut : limit_fields(*document)) {
                report({Problem::Severity::warning, current_->item.path, 0,
                        cut + ": " + std::string(truncate_utf8(document->title, 60))});
            }
            limit_text(*document);
            return document;
        }
        if (intact) warn_about_charset();
        close();
        return std::nullopt;
    }

    /// A text may become longer than its input: lists get bullets, characters are decomposed.
    void limit_text(Document& document) {
        if (document.text.size() <= options_.max_document_bytes) return;
        document.text.resize(truncate_utf8(document.text, options_.max_document_bytes).size());
        document.text.shrink_to_fit();
        report({Problem::Severity::warning, current_->item.path, 0,
                "the text was cut to " + ingest::format_size(options_.max_document_bytes) + ": " +
                    std::string(truncate_utf8(document.title, 60))});
    }

    void warn_about_charset() {
        const Open& input = *current_;
        if (!input.lines->started()) return;
        const std::uint64_t replaced = input.lines->replaced();
        std::string message;
        if (input.charset.name != Charset{}.name && input.charset.bom_length == 0) {
            message = "is not UTF-8 and was read as " + input.charset.name;
        }
        if (replaced > 0) {
            message += message.empty() ? "" : "; ";
            message += std::to_string(replaced) + " malformed " +
                       (replaced == 1 ? "character was" : "characters were") +
                       " replaced by U+FFFD";
        }
        if (!message.empty()) report({Problem::Severity::warning, input.item.path, 0, message});
    }

    void close() {
        if (current_) closed_bytes_ += current_->bytes.bytes_read();
        current_.reset();
    }

    /// Runs `action`; what it throws becomes a failure of that input. Whether it threw nothing.
    template <typename Action>
    bool guarded(const std::string& input, Action action) {
        try {
            action();
            return true;
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& error) {
            if (options_.stop.stop_requested()) return false;
            report({Problem::Severity::failure, input, 0, error.what()});
            if (current_) current_->reader.reset();
            return false;
        }
    }

    void report(const Problem& problem) {
        if (problem.severity == Problem::Severity::failure) ++failures_;
        if (!on_problem_) return;
        Problem shown = problem;
        shown.input = without_credentials(shown.input);
        on_problem_(shown);
    }

    std::vector<std::string> inputs_;
    ReadOptions options_;
    ProblemHandler on_problem_;
    std::optional<FetchResult> fetched_;  ///< the one input, if it is here already
    bool is_known_feed_ = false;
    ingest::InputList items_;
    std::size_t next_item_ = 0;
    std::unique_ptr<Open> current_;
    std::uint64_t closed_bytes_ = 0;
    std::uint64_t failures_ = 0;
    bool listed_ = false;
};

DocumentReader::DocumentReader(std::vector<std::string> inputs, ReadOptions options,
                               ProblemHandler on_problem)
    : impl_(std::make_unique<Impl>(std::move(inputs), std::move(options), std::move(on_problem))) {}

DocumentReader::DocumentReader(std::string url, FetchResult fetched, ReadOptions options,
                               ProblemHandler on_problem)
    : impl_(std::make_unique<Impl>(std::move(url), std::move(fetched), std::move(options),
                                   std::move(on_problem))) {}

DocumentReader::~DocumentReader() = default;
DocumentReader::DocumentReader(DocumentReader&&) noexcept = default;
DocumentReader& DocumentReader::operator=(DocumentReader&&) noexcept = default;

std::optional<Document> DocumentReader::next() {
    return impl_->next();
}
std::uint64_t DocumentReader::bytes_read() const noexcept {
    return impl_->bytes_read();
}
std::uint64_t DocumentReader::bytes_total() const noexcept {
    return impl_->bytes_total();
}
std::uint64_t DocumentReader::failures() const noexcept {
    return impl_->failures();
}

}  // namespace kb
