#include "ingest/finish.hpp"

#include "kb/analyzer.hpp"
#include "text/hash_hex.hpp"
#include "text/normalize.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

std::string language_of(const Document& document) {
    constexpr std::size_t examined = std::size_t{4} << 10U;  // more does not change the answer
    std::string sample(truncate_utf8(document.title, examined));
    sample += '\n';
    sample += truncate_utf8(document.text, examined);
    return detect_language(sample);
}

}  // namespace

std::string content_id(const Document& document) {
    std::string content = document.title;
    content += '\0';
    content += document.text;
    return "kb:" + hash_hex(content);
}

void finish_document(Document& document, const ReadOptions& options) {
    if (!options.source.empty()) document.source = options.source;
    if (!options.lang.empty()) document.lang = options.lang;
    if (options.kind) document.kind = *options.kind;
    normalize_fields(document);
    if (document.source.empty()) document.source = url_host(document.url);
    if (document.lang.empty()) document.lang = language_of(document);
    if (document.id.empty()) document.id = content_id(document);
}

std::string format_size(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 4> units = {"bytes", "KiB", "MiB", "GiB"};
    std::size_t unit = 0;
    while (bytes >= 1024 && bytes % 1024 == 0 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    return std::to_string(bytes) + ' ' + std::string(units[unit]);
}

}  // namespace kb::ingest
