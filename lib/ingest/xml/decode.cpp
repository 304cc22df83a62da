#include "ingest/xml/decode.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "ingest/finish.hpp"
#include "kb/error.hpp"
#include "text/charset.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t npos = std::string_view::npos;

DecodedText decode(std::string_view bytes, const Charset& charset) {
    constexpr std::size_t block = std::size_t{64} << 10U;
    DecodedText decoded;
    decoded.charset = charset.name;
    decoded.text.reserve(
        std::min<std::size_t>(bytes.size() + bytes.size() / 4, largest_whole_input + block));
    Utf8Decoder decoder(charset);
    do {
        const std::string_view part = bytes.substr(0, block);
        bytes.remove_prefix(part.size());
        decoder.decode(part, bytes.empty(), decoded.text);
        if (decoded.text.size() > largest_whole_input) {
            throw Error(ErrorCode::invalid_argument,
                        "is larger than " + format_size(largest_whole_input) + " as UTF-8");
        }
    } while (!bytes.empty());
    decoded.replaced = decoder.replaced();
    return decoded;
}

/// Whether characters beyond ASCII are UTF-8, all or most of them.
struct Utf8Evidence {
    std::size_t valid = 0;
    std::size_t malformed = 0;

    explicit Utf8Evidence(std::string_view bytes) {
        for (std::size_t at = ascii_prefix(bytes); at < bytes.size();) {
            const Utf8Step step = decode_utf8(bytes, at);
            if (!step.valid) ++malformed;
            if (step.valid && step.bytes > 1) ++valid;
            at += step.bytes;
        }
    }
};

/// Charsets in which any bytes mean something, so that nothing but UTF-8 itself can tell that they
/// are not what is meant.
bool takes_anything(std::string_view charset) {
    return charset.starts_with("windows-12") || charset.starts_with("ISO-8859") ||
           charset.starts_with("ibm-") || charset.starts_with("KOI8") ||
           charset.starts_with("macintosh");
}

bool is_wide(std::string_view charset) {
    return charset.starts_with("UTF-16") || charset.starts_with("UTF-32");
}

}  // namespace

std::string_view declared_charset(std::string_view bytes) {
    constexpr std::size_t examined = 1024;
    const std::string_view head = bytes.substr(0, examined);
    const std::size_t begin = head.find("<?xml");
    if (begin == npos) return {};
    const std::string_view declaration = head.substr(begin, head.find('>', begin) - begin);
    const std::size_t name = declaration.find("encoding");
    if (name == npos) return {};
    const std::size_t quote = declaration.find_first_of("\"'", name);
    if (quote == npos) return {};
    const std::size_t end = declaration.find(declaration[quote], quote + 1);
    return end == npos ? std::string_view() : declaration.substr(quote + 1, end - quote - 1);
}

DecodedText decode_xml(std::string bytes, std::string_view transport) {
    constexpr std::size_t examined = std::size_t{64} << 10U;
    const Charset detected = detect_charset(std::string_view(bytes).substr(0, examined));
    if (detected.bom_length > 0 || is_wide(detected.name)) return decode(bytes, detected);

    const Utf8Evidence evidence(bytes);
    const bool is_utf8 = evidence.malformed == 0;
    const bool is_ascii = is_utf8 && evidence.valid == 0;
    std::string wrong_label;
    std::optional<DecodedText> best;
    // Of one that is not perfect, the text is made again at the end, or all would be here at once.
    const auto consider = [&](const Charset& charset) {
        DecodedText decoded;
        decoded.charset = charset.name;
        const bool is_same =
            is_utf8 && (charset == Charset{} || (is_ascii && takes_anything(charset.name)));
        if (!is_same) decoded = decode(bytes, charset);
        if (is_same) decoded.text = std::move(bytes);
        if (decoded.replaced > 0) decoded.text = std::string();
        if (!best || decoded.replaced < best->replaced) best = std::move(decoded);
    };
    for (const std::string_view label : {transport, declared_charset(bytes)}) {
        const auto charset = find_charset(label);
        if (!charset || is_wide(charset->name)) continue;
        const bool contradicted = is_utf8 && !is_ascii && takes_anything(charset->name);
        if (!contradicted) consider(*charset);
        if (best && best->replaced == 0) break;
        if (wrong_label.empty()) wrong_label = label;
    }
    if (!best || best->replaced > 0) consider({});
    if (best->replaced > 0 && evidence.valid <= evidence.malformed) consider(detected);
    if (best->replaced > 0) best = decode(bytes, {best->charset, 0});
    best->wrong_label = std::move(wrong_label);
    return std::move(*best);
}

}  // namespace kb::ingest
