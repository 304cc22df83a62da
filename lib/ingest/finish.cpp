#include "ingest/finish.hpp"

#include <xxhash.h>

#include <array>

#include "kb/analyzer.hpp"
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

void append_hexadecimal(std::uint64_t number, std::string& out) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4)
        out += digits[(number >> shift) & 0xFU];
}

}  // namespace

std::string content_id(const Document& document) {
    std::string content = document.title;
    content += '\0';
    content += document.text;
    const XXH128_hash_t hash = XXH3_128bits(content.data(), content.size());
    std::string id = "kb:";
    append_hexadecimal(hash.high64, id);
    append_hexadecimal(hash.low64, id);
    return id;
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
