#include "ingest/whole_input.hpp"

#include <filesystem>

#include "ingest/finish.hpp"
#include "ingest/lines.hpp"

namespace kb::ingest {
namespace {

void fail_too_large(const ReaderContext& context) {
    context.fail(0, "the text is larger than " + format_size(context.options.max_document_bytes));
}

}  // namespace

std::optional<std::string> read_whole_text(const ReaderContext& context) {
    std::string text;
    bool blank = true;
    while (const auto line = context.lines.next()) {
        if (line->too_long ||
            text.size() + line->text.size() > context.options.max_document_bytes) {
            fail_too_large(context);
            return std::nullopt;
        }
        blank = blank && is_blank(line->text);
        (text += line->text) += '\n';
    }
    if (!blank) return text;
    context.warn(0, "holds no text");
    return std::nullopt;
}

std::optional<std::string> read_whole_bytes(const ReaderContext& context, Utf8Decoder& decoder) {
    std::string all;
    for (bool ended = false; !ended;) {
        const std::string_view block = context.bytes.read();
        ended = block.empty();
        decoder.decode(block, ended, all);
        if (all.size() > context.options.max_document_bytes) {
            fail_too_large(context);
            return std::nullopt;
        }
    }
    return all;
}

std::string input_stem(const std::string& input) {
    return input == "-" ? std::string() : std::filesystem::path(input).stem().string();
}

}  // namespace kb::ingest
