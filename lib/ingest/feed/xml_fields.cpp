#include "ingest/feed/xml_fields.hpp"

#include <array>

namespace kb::ingest {
namespace {

using enum Vocabulary;
using enum FeedField;

struct FieldName {
    Vocabulary vocabulary;
    std::string_view local;  ///< lower case
    FeedField field;
};

// Atom's names count in RSS and the other way round: feeds mix them.
constexpr std::array names = {
    FieldName{rss, "title", title},
    FieldName{rss, "link", link},
    FieldName{rss, "description", description},
    FieldName{rss, "guid", guid},
    FieldName{rss, "id", guid},
    FieldName{rss, "pubdate", published},
    FieldName{rss, "author", author},
    FieldName{rss, "category", tag},
    FieldName{rss, "content", body},
    FieldName{rss, "summary", summary},
    FieldName{rss, "published", published},
    FieldName{rss, "updated", updated},
    FieldName{rss, "issued", published},
    FieldName{rss, "modified", updated},
    FieldName{rss, "created", created},
    FieldName{rss, "enclosure", enclosure},
    FieldName{rss, "comments", comments_link},
    FieldName{rss, "language", lang},
    FieldName{rss, "keywords", tag},
    FieldName{rss, "tags", tags},
    FieldName{rss, "date", dated},
    FieldName{rss, "body", markup},
    FieldName{rss, "fullitem", markup},
    FieldName{rss, "abstract", description},
    FieldName{dublin_core, "creator", author},
    FieldName{dublin_core, "author", author},
    FieldName{dublin_core, "date", dated},
    FieldName{dublin_core, "subject", tag},
    FieldName{dublin_core, "title", dublin_core_title},
    FieldName{dublin_core, "description", description},
    FieldName{dublin_core, "language", lang},
    FieldName{dublin_core, "issued", published},
    FieldName{dublin_core, "created", created},
    FieldName{dublin_core, "modified", updated},
    FieldName{content, "encoded", markup},
    FieldName{xhtml, "body", markup},
    FieldName{xhtml, "div", markup},
    FieldName{itunes, "author", author},
    FieldName{itunes, "summary", summary},
    FieldName{itunes, "subtitle", subtitle},
    FieldName{itunes, "keywords", tags},
    FieldName{itunes, "category", tag},
    FieldName{itunes, "title", itunes_title},
    FieldName{itunes, "duration", duration},
    FieldName{media, "title", media_title},
    FieldName{media, "description", media_description},
    FieldName{media, "keywords", tags},
    FieldName{media, "category", tag},
    FieldName{media, "content", medium},
    FieldName{media, "group", medium},
    FieldName{slash, "comments", comments},
    FieldName{threading, "total", comments},
    FieldName{feedburner, "origlink", original_link},
};

}  // namespace

std::optional<FeedField> field_of_name(const XmlName& name) noexcept {
    const Vocabulary vocabulary = name.vocabulary == atom ? rss : name.vocabulary;
    for (const FieldName& known : names) {
        if (known.vocabulary == vocabulary && same_name(known.local, name.local)) {
            return known.field;
        }
    }
    return std::nullopt;
}

}  // namespace kb::ingest
