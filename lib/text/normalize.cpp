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

std::string filter_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
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
    return out;
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

/// NFC of valid UTF-8, in stretches that ICU's 32-bit lengths can hold.
std::string to_nfc(std::string text) {
    if (is_ascii(text)) return text;
    constexpr std::size_t stretch = std::size_t{1} << 30;
    std::string out;
    out.reserve(text.size());
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view next = truncate_utf8(rest, stretch);
        append_nfc(next, out);
        rest.remove_prefix(next.size());
    }
    return out;
}

}  // namespace

std::string clean_text(std::string_view text) {
    if (is_clean_ascii(text)) return std::string(text);
    return to_nfc(filter_text(text));
}

std::string clean_line(std::string_view text) {
    if (is_clean_ascii_line(text)) return std::string(text);
    return to_nfc(filter_line(text));
}

}  // namespace kb
