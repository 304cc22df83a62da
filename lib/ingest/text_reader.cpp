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

/// One plain text, one document.
class TextReader final : public FormatReader {
  public:
    explicit TextReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        if (std::exchange(done_, true)) return std::nullopt;
        const std::optional<std::string> text = read_whole_text(context_);
        if (!text) return std::nullopt;
        std::vector<std::string_view> lines = split_lines(*text);
        Document document;
        document.title = take_title(lines);
        document.text = join_blocks(lines);
        if (document.title.empty() && document.text.empty()) return std::nullopt;
        document.kind = guess_kind(document);
        finish_document(document, context_.options);
        return document;
    }

  private:
    /// The first line if it is short, else the file's name. A line of its own is taken off the
    /// text; one that goes on in the next line is part of the text, too.
    std::string take_title(std::vector<std::string_view>& lines) const {
        const auto first =
            std::find_if_not(lines.begin(), lines.end(), [](auto line) { return is_blank(line); });
        std::string title(trim(*first));
        if (!is_short(title)) return input_stem(context_.input);
        if (first + 1 == lines.end() || is_blank(*(first + 1))) {
            lines.erase(lines.begin(), first + 1);
        }
        return title;
    }

    ReaderContext context_;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_text_reader(ReaderContext context) {
    return std::make_unique<TextReader>(std::move(context));
}

}  // namespace kb::ingest
