#include "document/json_shape.hpp"
#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/kind_rules.hpp"
#include "ingest/lines.hpp"
#include "kb/error.hpp"
#include "text/normalize.hpp"

namespace kb::ingest {
namespace {

/// One document a line; a bad line is reported and passed over.
class JsonlReader final : public FormatReader {
  public:
    explicit JsonlReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        while (const auto line = context_.lines.next()) {
            if (line->too_long) {
                context_.fail(line->number, "the line is longer than " +
                                                format_size(context_.options.max_document_bytes) +
                                                " and was skipped");
                continue;
            }
            if (is_blank(line->text)) continue;
            if (has_too_many_signs(line->text)) {
                context_.fail(line->number, "the line has more than " +
                                                std::to_string(most_json_signs) +
                                                " brackets, colons and commas and was skipped");
                continue;
            }
            if (auto document = read(*line)) return document;
        }
        return std::nullopt;
    }

  private:
    std::optional<Document> read(const Line& line) const {
        try {
            bool kind_given = false;
            Document document = document_from_json(line.text, &kind_given);
            if (clean_line(document.id).empty()) {
                context_.fail(line.number, "id: missing or empty");
                return std::nullopt;
            }
            if (!kind_given) document.kind = guess_kind(document);
            finish_document(document, context_.options);
            return document;
        } catch (const Error& error) {
            context_.fail(line.number, line.terminated ? error.what()
                                                       : std::string(error.what()) +
                                                             " (the last line has no end: perhaps "
                                                             "the input was cut off)");
            return std::nullopt;
        }
    }

    ReaderContext context_;
};

}  // namespace

std::unique_ptr<FormatReader> make_jsonl_reader(ReaderContext context) {
    return std::make_unique<JsonlReader>(std::move(context));
}

}  // namespace kb::ingest
