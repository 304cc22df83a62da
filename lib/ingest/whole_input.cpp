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

std::optional<std::string> read_whole_bytes(const ReaderContext& context) {
    std::string all;
    while (true) {
        const std::string_view block = context.bytes.read();
        if (block.empty()) return all;
        if (all.size() + block.size() > context.options.max_document_bytes) {
            fail_too_large(context);
            return std::nullopt;
        }
        all += block;
    }
}

std::string input_stem(const std::string& input) {
    return input == "-" ? std::string() : std::filesystem::path(input).stem().string();
}

}  // namespace kb::ingest
