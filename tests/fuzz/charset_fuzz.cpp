// Any bytes are text in any charset: what comes out is valid UTF-8, and the same however the bytes
// arrive. The first byte says how they are cut; a label may stand on the first line.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/support.hpp"
#include "text/charset.hpp"
#include "text/html_charset.hpp"
#include "text/utf8.hpp"

namespace {

using kb::fuzz::check;

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const kb::Utf8Step step = kb::decode_utf8(text, at);
        if (!step.valid) return false;
        at += step.bytes;
    }
    return true;
}

void decode(std::string_view bytes, const kb::Charset& charset, std::size_t piece) {
    std::string whole;
    kb::Utf8Decoder decoder(charset);
    decoder.decode(bytes, true, whole);
    check(is_valid_utf8(whole), "decoded to what is no UTF-8", charset.name);
    check(decoder.replaced() <= bytes.size(), "more malformed characters than bytes", charset.name);
    std::string joined;
    kb::Utf8Decoder piecewise(charset);
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        piecewise.decode(bytes.substr(at, piece), at + piece >= bytes.size(), joined);
    if (bytes.empty()) piecewise.decode({}, true, joined);
    check(joined == whole, "decoded differently in pieces", charset.name);
    check(piecewise.replaced() == decoder.replaced(), "counted differently in pieces",
          charset.name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0] % 31U;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t line = std::min(bytes.find('\n'), bytes.size());
    if (const auto charset = kb::find_charset(bytes.substr(0, line)))
        decode(bytes.substr(std::min(line + 1, bytes.size())), *charset, piece);
    const kb::Charset detected = kb::detect_charset(bytes);
    check(detected.bom_length <= bytes.size(), "a byte order mark beyond the text", detected.name);
    decode(bytes, detected, piece);
    kb::looks_binary(bytes);
    std::string text;
    kb::Utf8Decoder(kb::Charset{}).decode(bytes, true, text);
    kb::undo_double_encoding(text);
    check(is_valid_utf8(text), "mended to what is no UTF-8", text);
    return 0;
}
