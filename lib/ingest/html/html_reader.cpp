#include <utility>

#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/html/page_document.hpp"
#include "ingest/whole_input.hpp"
#include "text/html_charset.hpp"

namespace kb::ingest {
namespace {

/// One page, one document.
class HtmlReader final : public FormatReader {
  public:
    explicit HtmlReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        if (std::exchange(done_, true)) return std::nullopt;
        std::optional<std::string> html = read_decoded();
        if (!html) return std::nullopt;
        const std::string saved(saved_from(*html));
        HtmlPage page = read_html_page(*html);
        html.reset();
        Document document = document_of_page(
            std::move(page), saved.empty() ? std::string_view(context_.location) : saved);
        if (document.title.empty() && document.text.empty()) {
            context_.warn(0, "holds no text");
            return std::nullopt;
        }
        if (document.title.empty()) document.title = input_stem(context_.input);
        finish_document(document, context_.options);
        return document;
    }

  private:
    std::optional<std::string> read_decoded() const {
        const std::string_view head = context_.bytes.head();
        const Charset charset = html_charset(head, context_.charset);
        Utf8Decoder decoder(charset);
        std::optional<std::string> html = read_whole_bytes(context_, decoder);
        if (!html) return std::nullopt;
        if (const std::uint64_t replaced = decoder.replaced(); replaced > 0) {
            context_.warn(0, std::to_string(replaced) + " malformed " +
                                 (replaced == 1 ? "character was" : "characters were") +
                                 " replaced by U+FFFD");
        }
        return html;
    }

    ReaderContext context_;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_html_reader(ReaderContext context) {
    return std::make_unique<HtmlReader>(std::move(context));
}

}  // namespace kb::ingest
