#include "text/normalize.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>

#include "text/combining.hpp"
#include "text/icu.hpp"
#include "text/utf8.hpp"

namespace kb {

namespace {

/// What becomes of a character.
enum class Fate : std::uint8_t { kept, removed, space, line_end };

constexpr Fate ascii_fate(char32_t c) noexcept {
    if (c == U'\n' || c == U'\v' || c == U'\f' || c == U'\r') return Fate::line_end;
    if (c == U'\t' || c == U' ') return Fate::space;
    return c < 0x20 || c == 0x7F ? Fate::removed : Fate::kept;
}

Fate fate_of(char32_t c) noexcept {
    if (c < 0x80) return ascii_fate(c);
    if (c == 0x85 || c == 0x2028 || c == 0x2029) return Fate::line_end;
    if (c < 0xA0 || c == 0xAD || c == 0xFEFF) return Fate::removed;
    const bool bidi_control = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool noncharacter = (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFE;
    if (bidi_control || noncharacter) return Fate::removed;
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 ? Fate::space : Fate::kept;
}

/// Whether there is nothing to do: ASCII without control characters but '\n' and '\t'.
bool is_clean_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte < 0x7F) || c == '\n' || c == '\t';
    });
}

/// Likewise for one line: besides, single spaces between words only.
bool is_clean_ascii_line(std::string_view text) {
    char before = ' ';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7F || (c == ' ' && before == ' ')) return false;
        before = c;
    }
    return text.empty() || before != ' ';
}

void append_filtered(std::string_view text, std::string& out) {
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        switch (fate_of(step.code_point)) {
            case Fate::removed:
                break;
            case Fate::line_end:
                // Of "\r\n" the second character makes the line end.
                if (step.code_point != U'\r' || i + 1 >= text.size() || text[i + 1] != '\n') {
                    out.push_back('\n');
                }
                break;
            case Fate::space:
            case Fate::kept:
                append_utf8(step.code_point, out);
                break;
        }
        i += step.bytes;
    }
}

std::string filter_line(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool space = false;
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        i += step.bytes;
        const Fate fate = fate_of(step.code_point);
        if (fate == Fate::removed) continue;
        if (fate != Fate::kept) {
            space = !out.empty();
            continue;
        }
        if (space) out.push_back(' ');
        space = false;
        append_utf8(step.code_point, out);
    }
    return out;
}

/// Marks are limited before ICU sees them, as even its check whether text is in NFC sorts them, and
/// again afterwards, as some characters decompose into several.
void append_nfc(std::string_view text, std::string& out) {
    std::string limited;
    limited.reserve(text.size());
    append_with_few_marks(text, limited);
    const icu::Normalizer2& nfc = icu_normalizer(NormalForm::nfc);
    UErrorCode status = U_ZERO_ERROR;
    const bool normalized = nfc.isNormalizedUTF8(as_piece(limited), status) != 0;
    check_icu(status, "compare text");
    if (normalized) {
        out += limited;
        return;
    }
    std::string composed;
    icu::StringByteSink<std::string> sink(&composed);
    nfc.normalizeUTF8(0, as_piece(limited), sink, nullptr, status);
    check_icu(status, "normalise text");
    append_with_few_marks(composed, out);
}

/// A text is normalised in stretches of about this size, so that what comes in between is small.
constexpr std::size_t stretch_bytes = std::size_t{64} << 10U;

/// Whether what stands before this character has no bearing on it, nor on the marks behind it.
bool begins_stretch(char32_t c) {
    const auto character = static_cast<UChar32>(c);
    return fate_of(c) == Fate::kept &&
           icu_normalizer(NormalForm::nfc).hasBoundaryBefore(character) != 0 &&
           u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0;
}

/// Where the stretch that begins at `begin` ends: before a line end, else before the next character
/// that begins one.
std::size_t stretch_end(std::string_view text, std::size_t begin) {
    if (text.size() - begin <= stretch_bytes) return text.size();
    const std::size_t half = begin + stretch_bytes / 2;
    const std::size_t line = text.substr(half, stretch_bytes / 2).rfind('\n');
    if (line != std::string_view::npos)
        return text[half + line - 1] == '\r' ? half + line - 1 : half + line;
    std::size_t at = begin + stretch_bytes;
    for (int i = 0; i < 3 && at < text.size() && is_continuation(text[at]); ++i)
        ++at;
    while (at < text.size()) {
        const Utf8Step step = decode_utf8(text, at);
        if (begins_stretch(step.code_point)) break;
        at += step.bytes;
    }
    return at;
}

template <typename Action>
void each_stretch(std::string_view text, Action action) {
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = stretch_end(text, begin);
        action(text.substr(begin, end - begin));
        begin = end;
    }
}

}  // namespace

std::string clean_text(std::string_view text) {
    if (is_clean_ascii(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    std::string filtered;
    each_stretch(text, [&](std::string_view stretch) {
        if (is_clean_ascii(stretch)) {
            out += stretch;
            return;
        }
        filtered.clear();
        append_filtered(stretch, filtered);
        append_nfc(filtered, out);
    });
    return out;
}

std::string clean_line(std::string_view text) {
    if (is_clean_ascii_line(text)) return std::string(text);
    std::string line = filter_line(text);
    if (is_ascii(line)) return line;
    std::string out;
    each_stretch(line, [&](std::string_view stretch) { append_nfc(stretch, out); });
    return out;
}

}  // namespace kb
