#include <algorithm>
#include <span>
#include <utility>

#include "ingest/byte_source.hpp"
#include "ingest/feed/document_of_entry.hpp"
#include "ingest/feed/json_feed.hpp"
#include "ingest/feed/xml_feed.hpp"
#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/lines.hpp"
#include "ingest/xml/decode.hpp"
#include "ingest/xml/read_xml.hpp"
#include "ingest/xml/repair.hpp"
#include "kb/error.hpp"

namespace kb::ingest {
namespace {

std::uint64_t size_of(const FeedEntry& entry) {
    std::uint64_t size = 0;
    for (const FeedText& text : entry.titles)
        size += text.value.size();
    for (const FeedText& text : entry.texts)
        size += text.value.size();
    return size;
}

bool all_blank(std::span<const FeedText> texts) {
    return std::all_of(texts.begin(), texts.end(),
                       [](const FeedText& text) { return is_blank(text.value); });
}

/// Whether an entry says nothing at all.
bool is_void(const FeedEntry& entry) {
    const bool is_dated = entry.published || entry.dated || entry.created || entry.updated;
    return all_blank(entry.titles) && all_blank(entry.texts) && all_blank(entry.authors) &&
           all_blank(entry.tags) && entry.link.empty() && entry.guid.empty() && !is_dated &&
           !entry.has_media;
}

/// A feed: one document an entry, in the feed's order.
class FeedReader final : public FormatReader {
  public:
    explicit FeedReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        if (!std::exchange(opened_, true)) open();
        while (feed_) {
            const std::optional<FeedEntry> entry = feed_->next();
            if (!entry) break;
            if (!entry->refusal.empty()) {
                context_.fail(0, "an item " + entry->refusal + " and was skipped");
                continue;
            }
            if (const std::uint64_t limit = context_.options.max_document_bytes;
                size_of(*entry) > limit) {
                context_.fail(0,
                              "an item is larger than " + format_size(limit) + " and was skipped");
                continue;
            }
            if (!is_void(*entry)) return document_of_entry(*entry, identity_, context_.options);
        }
        feed_.reset();
        return std::nullopt;
    }

  private:
    std::size_t largest_entry() const {
        return static_cast<std::size_t>(entry_markup_factor * context_.options.max_document_bytes);
    }

    void open() {
        auto bytes = read_whole(context_);
        if (!bytes) return;
        DecodedText decoded = decode_xml(std::move(*bytes), context_.charset);
        warn_about_charset(decoded, context_);
        if (trim_left(decoded.text).starts_with('{')) {
            decoded.text.erase(0, leading_space_bytes(decoded.text));
            feed_ = open_json_feed(std::move(decoded.text), context_.location, largest_entry());
        } else {
            open_xml(std::move(decoded.text));
        }
        if (feed_) identity_ = identify_feed(feed_->head(), context_.scope, context_.input);
    }

    void open_xml(std::string text) {
        RepairedXml xml = repair_xml(text);
        text = std::string();
        if (!report_repairs(xml, context_)) return;
        feed_ = open_xml_feed(std::move(xml.text), context_.location, largest_entry());
        if (!feed_) report_no_feed();
    }

    /// A folder may hold XML of any other kind: site maps, settings, drawings.
    void report_no_feed() const {
        if (!context_.named && context_.options.format == Format::automatic) {
            context_.warn(0, "is XML that holds no feed and was passed over");
        } else {
            context_.fail(0, "holds no feed: neither RSS nor Atom nor JSON Feed");
        }
    }

    ReaderContext context_;
    std::unique_ptr<FeedSource> feed_;
    FeedIdentity identity_;
    bool opened_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_feed_reader(ReaderContext context) {
    return std::make_unique<FeedReader>(std::move(context));
}

}  // namespace kb::ingest
