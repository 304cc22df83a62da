#include "document/json.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace kb {
namespace {

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

struct Sequence {
    std::size_t bytes;
    bool valid;
};

/// The multi-byte UTF-8 sequence at the start of `text`; a malformed one ends before the first byte
/// that cannot belong to it, as Unicode recommends.
Sequence utf8_sequence(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    if (lead < 0xC2U || lead > 0xF4U || text.size() < 2) return {1, false};
    // The second byte alone decides about overlong forms, surrogates and the upper limit.
    const unsigned low = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
    const unsigned high = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
    if (byte(1) < low || byte(1) > high) return {1, false};
    const std::size_t length = lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    for (std::size_t i = 2; i < length; ++i) {
        if (i >= text.size() || !is_continuation(text[i])) return {i, false};
    }
    return {length, true};
}

void append_escape(char c, std::string& out) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    out += "\\u00";
    out += digits[code >> 4U];
    out += digits[code & 0xFU];
}

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80U;
}

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20U || c == '"' || c == '\\';
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
    out += '"';
    std::size_t copied = 0;  // everything before it is written
    std::size_t at = 0;
    while (at < text.size()) {
        const bool ascii = is_ascii(text[at]);
        const Sequence sequence = ascii ? Sequence{1, true} : utf8_sequence(text.substr(at, 4));
        const bool escape = ascii && needs_escape(text[at]);
        if (escape || !sequence.valid) {
            out += text.substr(copied, at - copied);
            copied = at + sequence.bytes;
        }
        if (escape) append_escape(text[at], out);
        if (!sequence.valid) out += "\xEF\xBF\xBD";
        at += sequence.bytes;
    }
    out += text.substr(copied);
    out += '"';
}

void JsonWriter::separate() {
    // A string ends in a quote and a number in a digit, so the last byte tells where we are.
    if (text_.empty()) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    text_ += bracket;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    text_ += bracket;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(name, text_);
    text_ += ':';
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(text, text_);
    return *this;
}

JsonWriter& JsonWriter::value(double number) {
    if (!std::isfinite(number)) return null();
    std::array<char, 32> digits{};  // the longest double takes 24
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::value(const std::vector<std::string>& texts) {
    open_array();
    for (const std::string& text : texts)
        value(text);
    return close_array();
}

}  // namespace kb
