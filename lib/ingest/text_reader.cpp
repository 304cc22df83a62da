#include <algorithm>
#include <utility>

#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/kind_rules.hpp"
#include "ingest/lines.hpp"
#include "ingest/whole_input.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

/// A first line up to this many code points is the title.
constexpr std::ptrdiff_t longest_title = 200;

bool is_short(std::string_view line) {
    const auto code_points =
        std::count_if(line.begin(), line.end(), [](char c) { return !is_continuation(c); });
    return code_points <= longest_title;
}

std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

/// One plain text, one document.
class TextReader final : public FormatReader {
  public:
    explicit TextReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        if (std::exchange(done_, true)) return std::nullopt;
        std::optional<std::string> text = read_whole_text(context_);
        if (!text) return std::nullopt;
        Document document;
        std::string_view body = *text;
        document.title = take_title(body);
        document.text = join_blocks(body);
        text.reset();
        if (document.title.empty() && document.text.empty()) return std::nullopt;
        document.kind = guess_kind(document);
        finish_document(document, context_.options);
        return document;
    }

  private:
    /// The first line if it is short, else the file's name. A line of its own is taken off the
    /// text; one that goes on in the next line is part of the text, too.
    std::string take_title(std::string_view& text) const {
        std::string_view rest = text;
        std::string_view line = take_line(rest);
        while (is_blank(line))
            line = take_line(rest);
        if (!is_short(line)) return input_stem(context_.input);
        std::string_view behind = rest;
        if (is_blank(take_line(behind))) text = rest;
        return std::string(trim(line));
    }

    ReaderContext context_;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_text_reader(ReaderContext context) {
    return std::make_unique<TextReader>(std::move(context));
}

}  // namespace kb::ingest
