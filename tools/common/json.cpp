#include "common/json.hpp"

#include "kb/display.hpp"

namespace kb::tools {
namespace {

bool continues_code_point(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// The value of one well-formed code point.
unsigned decoded(std::string_view bytes) {
    const unsigned lead = static_cast<unsigned char>(bytes.front());
    if (bytes.size() == 1) return lead;
    unsigned value = lead & (0x7fU >> bytes.size());
    for (const char c : bytes.substr(1))
        value = (value << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    return value;
}

std::string escaped_unit(unsigned unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    return {'\\',
            'u',
            digits[unit >> 12U & 15U],
            digits[unit >> 8U & 15U],
            digits[unit >> 4U & 15U],
            digits[unit & 15U]};
}

std::string escaped(unsigned code_point) {
    if (code_point < 0x10000) return escaped_unit(code_point);
    const unsigned offset = code_point - 0x10000;
    return escaped_unit(0xd800 + (offset >> 10U)) + escaped_unit(0xdc00 + (offset & 0x3ffU));
}

}  // namespace

std::string defused_json(std::string json) {
    if (printable(json) == json) return json;
    const std::string_view text = json;
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin + 1;
        while (end < text.size() && continues_code_point(text[end]))
            ++end;
        const std::string_view code_point = text.substr(begin, end - begin);
        const bool safe = printable(code_point) == code_point;
        out += safe ? std::string(code_point) : escaped(decoded(code_point));
        begin = end;
    }
    return out;
}

std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : printable(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

}  // namespace kb::tools
