#include "ingest/feed/xml_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "ingest/lines.hpp"
#include "text/charset.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

using Form = FeedText::Form;

/// The media type in lower case without parameters.
std::string media_type_of(const pugi::xml_node& element) {
    const std::string_view stated = attribute_of(element, "type");
    std::string type(trim(stated.substr(0, stated.find(';'))));
    std::transform(type.begin(), type.end(), type.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return type;
}

bool is_html(std::string_view type) {
    return type == "html" || type == "xhtml" || type == "text/html" ||
           type == "application/xhtml+xml" || type == "application/html";
}

bool is_text(std::string_view type) {
    return type.empty() || type == "text" || type == "plain" || type.starts_with("text/");
}

bool is_xml(std::string_view type) {
    return type.ends_with("+xml") || type.ends_with("/xml");
}

bool is_binary(std::string_view type) {
    return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
           type == "application/octet-stream" || type == "application/pdf" ||
           type == "application/zip";
}

std::optional<unsigned> base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
    if (c == '+' || c == '-') return 62;
    if (c == '/' || c == '_') return 63;
    return std::nullopt;
}

/// The bytes that base64 stands for; nothing if it is none. White space is passed over.
std::optional<std::string> decode_base64(std::string_view encoded) {
    std::string out;
    unsigned bits = 0;
    unsigned held = 0;
    std::size_t characters = 0;
    for (const char c : encoded) {
        if (leading_space_bytes({&c, 1}) > 0) continue;
        ++characters;
        if (c == '=') continue;
        const auto value = base64_value(c);
        if (!value) return std::nullopt;
        bits = (bits << 6U | *value) & 0xFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xFFU);
    }
    if (characters % 4 != 0) return std::nullopt;
    return out;
}

bool is_utf8_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = decode_utf8(text, at);
        if (!step.valid || text[at] == '\0') return false;
        at += step.bytes;
    }
    return true;
}

}  // namespace

FeedText read_feed_text(const pugi::xml_node& element, bool is_atom, Form usual) {
    if (has_elements(element)) return {markup_of(element), Form::html};
    const std::string type = media_type_of(element);
    std::string text = text_of(element);
    const bool other_type = !is_html(type) && !is_text(type) && !is_xml(type);
    if (same_name(attribute_of(element, "mode"), "base64") || (is_atom && other_type)) {
        if (auto decoded = decode_base64(text)) {
            if (is_utf8_text(*decoded)) {
                text = std::move(*decoded);
            } else if (is_binary(type)) {
                return {};
            }
        }
    }
    undo_double_encoding(text);
    if (is_html(type)) return {std::move(text), Form::html};
    const bool says_plain = is_atom && is_text(type);
    return {std::move(text), says_plain ? Form::plain : usual};
}

}  // namespace kb::ingest
