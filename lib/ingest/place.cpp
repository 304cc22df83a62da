#include "ingest/place.hpp"

#include "ingest/finish.hpp"

namespace kb::ingest {

void place_document(Document& document, Format format, const std::string& location,
                    const ReadOptions& options) {
    const bool is_page =
        format == Format::html || format == Format::markdown || format == Format::text;
    if (!is_page || document.parent) return;
    const bool nameless = document.id == content_id(document);
    if (document.url.empty()) document.url = canonical_url(location);
    if (document.source.empty()) document.source = url_host(document.url);
    if (nameless) document.id = document.url;
    if (document.kind == Kind::article && !options.kind) document.kind = guess_kind(document);
}

}  // namespace kb::ingest
