#include <utility>

#include "ingest/format_reader.hpp"
#include "ingest/opml.hpp"
#include "ingest/xml/read_xml.hpp"

namespace kb::ingest {
namespace {

/// A list of feeds holds no documents; it says so.
class OpmlReader final : public FormatReader {
  public:
    explicit OpmlReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        if (std::exchange(done_, true)) return std::nullopt;
        auto bytes = read_whole(context_);
        if (!bytes) return std::nullopt;
        const std::size_t feeds = parse_opml(std::move(*bytes), context_.charset).size();
        context_.warn(0, "is a list of " + std::to_string(feeds) +
                             (feeds == 1 ? " feed" : " feeds") +
                             ", which holds no posts itself; 'kbindex subscribe' follows them");
        return std::nullopt;
    }

  private:
    ReaderContext context_;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_opml_reader(ReaderContext context) {
    return std::make_unique<OpmlReader>(std::move(context));
}

}  // namespace kb::ingest
