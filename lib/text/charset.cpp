#include "text/charset.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <utility>

#include "text/icu.hpp"
#include "text/utf8.hpp"

namespace kb {

namespace {

constexpr std::string_view fallback_charset = "windows-1252";

/// "<?xml" in the letters that all variants of EBCDIC share.
constexpr std::string_view ebcdic_xml = "\x4C\x6F\xA7\x94\x93";

struct ByteOrderMark {
    std::string_view bytes;
    std::string_view charset;
};

// UTF-32 before UTF-16, whose mark its mark begins with.
constexpr std::array byte_order_marks = {
    ByteOrderMark{"\xEF\xBB\xBF", "UTF-8"},
    ByteOrderMark{std::string_view("\xFF\xFE\x00\x00", 4), "UTF-32LE"},
    ByteOrderMark{std::string_view("\x00\x00\xFE\xFF", 4), "UTF-32BE"},
    ByteOrderMark{"\xFF\xFE", "UTF-16LE"},
    ByteOrderMark{"\xFE\xFF", "UTF-16BE"},
};

std::optional<Charset> charset_of_mark(std::string_view head) {
    for (const ByteOrderMark& mark : byte_order_marks) {
        if (head.starts_with(mark.bytes))
            return Charset{std::string(mark.charset), mark.bytes.size()};
    }
    return std::nullopt;
}

/// UTF-32 without a mark: of each four bytes, the two that hold no more than the plane are zero.
std::optional<Charset> utf32_of_zeros(std::string_view head) {
    constexpr std::size_t unit = 4;
    const std::size_t units = std::min<std::size_t>(head.size(), 4096) / unit;
    if (units < 2) return std::nullopt;
    bool big = true;
    bool little = true;
    for (std::size_t i = 0; i < units * unit; i += unit) {
        big = big && head[i] == '\0' && head[i + 1] == '\0';
        little = little && head[i + 2] == '\0' && head[i + 3] == '\0';
    }
    if (big == little) return std::nullopt;
    return Charset{big ? "UTF-32BE" : "UTF-32LE", 0};
}

/// UTF-16 without a mark, as far as it is mostly ASCII: every other byte is zero. Or UTF-32.
std::optional<Charset> charset_of_zeros(std::string_view head) {
    if (auto charset = utf32_of_zeros(head)) return charset;
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == '\0') ++zeros[i % 2];
    }
    const std::size_t units = head.size() / 2;
    if (units < 2) return std::nullopt;
    const auto many = [&](std::size_t n) { return n * 2 >= units; };
    const auto few = [&](std::size_t n) { return n * 20 <= units; };
    if (many(zeros[1]) && few(zeros[0])) return Charset{"UTF-16LE", 0};
    if (many(zeros[0]) && few(zeros[1])) return Charset{"UTF-16BE", 0};
    return std::nullopt;
}

/// Valid but for a character cut off at the end. A short text that is ASCII up to a last byte is
/// rather a word such as "caf\xE9" in some other charset.
bool is_utf8(std::string_view head) {
    constexpr std::size_t too_long_for_chance = 1024;
    bool seen = false;
    for (std::size_t i = ascii_prefix(head); i < head.size();) {
        const Utf8Step step = decode_utf8(head, i);
        if (step.cut_off) return seen || step.bytes > 1 || head.size() >= too_long_for_chance;
        if (!step.valid) return false;
        seen = seen || step.bytes > 1;
        i += step.bytes;
    }
    return true;
}

/// The byte that windows-1252 has for a character, or ISO 8859-1 where it has none; nothing if
/// neither has one.
std::optional<char> windows_1252_byte(char32_t character) {
    constexpr std::array<char32_t, 32> upper = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    if (character < 0x100) return static_cast<char>(character);
    const auto found = std::find(upper.begin(), upper.end(), character);
    if (found == upper.end()) return std::nullopt;
    return static_cast<char>(0x80 + (found - upper.begin()));
}

/// ISO-2022 switches between charsets by escape sequences and is otherwise ASCII.
bool has_charset_escapes(std::string_view head) {
    return head.find("\x1B$") != std::string_view::npos ||
           head.find("\x1B(") != std::string_view::npos;
}

struct CloseDetector {
    void operator()(UCharsetDetector* detector) const noexcept { ucsdet_close(detector); }
};

std::string charset_by_statistics(std::string_view head) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&status));
    const icu::StringPiece piece = as_piece(head);
    ucsdet_setText(detector.get(), piece.data(), piece.length(), &status);
    const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || match == nullptr) return std::string(fallback_charset);
    const std::int32_t confidence = ucsdet_getConfidence(match, &status);
    const char* name = ucsdet_getName(match, &status);
    constexpr std::int32_t unsure = 20;
    if (U_FAILURE(status) || name == nullptr || confidence < unsure) {
        return std::string(fallback_charset);
    }
    // EBCDIC is a guess for bytes that make no sense otherwise.
    if (std::string_view(name).starts_with("IBM")) return std::string(fallback_charset);
    const auto charset = find_charset(name);
    return charset ? charset->name : std::string(fallback_charset);
}

/// Labels that do not mean what they say: the WHATWG encoding standard's superset of each.
struct Superset {
    std::string_view label;
    std::string_view charset;
};
constexpr std::array supersets = {
    Superset{"ascii", "windows-1252"},    Superset{"usascii", "windows-1252"},
    Superset{"iso88591", "windows-1252"}, Superset{"latin1", "windows-1252"},
    Superset{"iso885911", "windows-874"}, Superset{"tis620", "windows-874"},
    Superset{"iso88599", "windows-1254"}, Superset{"latin5", "windows-1254"},
    Superset{"gb2312", "GB18030"},        Superset{"gbk", "GB18030"},
    Superset{"euckr", "windows-949"},     Superset{"ksc56011987", "windows-949"},
    Superset{"shiftjis", "windows-31j"},  Superset{"sjis", "windows-31j"},
    Superset{"big5", "Big5-HKSCS"},       Superset{"utf16", "UTF-16LE"},
    Superset{"unicode", "UTF-16LE"},      Superset{"utf8", "UTF-8"},
};

/// The label's letters and digits, in lower case.
std::string label_key(std::string_view label) {
    std::string key;
    for (const char c : label.substr(0, 64)) {
        if (c >= 'A' && c <= 'Z') key.push_back(static_cast<char>(c - 'A' + 'a'));
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key.push_back(c);
    }
    return key;
}

struct CloseConverter {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

/// The converter of that name, or null.
Converter open_converter(const std::string& name) {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(name.c_str(), &status));
    return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

void U_CALLCONV count_and_replace(const void* context, UConverterToUnicodeArgs* args,
                                  const char* /*bytes*/, std::int32_t /*length*/,
                                  UConverterCallbackReason reason, UErrorCode* status) {
    if (reason > UCNV_IRREGULAR) return;
    // ICU hands the context back as const; it is the counter that was given to it.
    ++*static_cast<std::uint64_t*>(const_cast<void*>(context));
    // ICU's own callback writes U+001A for some charsets.
    *status = U_ZERO_ERROR;
    constexpr UChar replacement = 0xFFFD;
    ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

}  // namespace

std::optional<Charset> find_charset(std::string_view label) {
    const std::string key = label_key(label);
    if (key.empty()) return std::nullopt;
    for (const Superset& superset : supersets) {
        if (superset.label == key) return Charset{std::string(superset.charset), 0};
    }
    const std::string name(label.substr(0, 64));
    const Converter converter = open_converter(name);
    if (!converter) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const char* canonical = ucnv_getName(converter.get(), &status);
    if (U_FAILURE(status)) return std::nullopt;
    const char* registered = ucnv_getStandardName(canonical, "IANA", &status);
    if (U_SUCCESS(status) && registered != nullptr) canonical = registered;
    return Charset{canonical, 0};
}

Charset detect_charset(std::string_view head) {
    if (const auto charset = charset_of_mark(head)) return *charset;
    if (head.starts_with(ebcdic_xml)) return {"IBM037", 0};
    if (head.find('\0') != std::string_view::npos) {
        if (const auto charset = charset_of_zeros(head)) return *charset;
    }
    if (is_utf8(head) && !has_charset_escapes(head)) return {};
    return {charset_by_statistics(head), 0};
}

void undo_double_encoding(std::string& text) {
    const std::size_t ascii = ascii_prefix(text);
    std::string bytes = text.substr(0, ascii);
    for (std::size_t at = ascii; at < text.size();) {
        const Utf8Step step = decode_utf8(text, at);
        const auto byte = windows_1252_byte(step.code_point);
        if (!byte) return;
        bytes += *byte;
        at += step.bytes;
        // What is not double falls out at its first character, nearly always.
        constexpr std::size_t longest_character = 4;
        if (bytes.size() == ascii + longest_character && !decode_utf8(bytes, ascii).valid) return;
    }
    for (std::size_t at = ascii; at < bytes.size();) {
        const Utf8Step step = decode_utf8(bytes, at);
        if (!step.valid) return;
        at += step.bytes;
    }
    text = std::move(bytes);
}

bool looks_binary(std::string_view head) {
    if (head.starts_with(ebcdic_xml)) return false;
    if (const auto marked = charset_of_mark(head); marked && marked->name != "UTF-8") return false;
    if (head.find('\0') != std::string_view::npos) return !charset_of_zeros(head);
    const auto is_control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        // White space, backspace (overstruck manual pages) and escape (terminal logs) are text.
        return byte < 0x20 && !(byte >= 0x08 && byte <= 0x0D) && byte != 0x1B;
    };
    const auto controls =
        static_cast<std::size_t>(std::count_if(head.begin(), head.end(), is_control));
    return controls > 2 + head.size() / 50;
}

class Utf8Decoder::Impl {
  public:
    explicit Impl(const Charset& charset) : bom_length_(charset.bom_length), to_skip_(bom_length_) {
        if (charset.name == "UTF-8") return;
        converter_ = open_converter(charset.name);
        if (!converter_) converter_ = open_converter(std::string(fallback_charset));
        if (!converter_) check_icu(U_FILE_ACCESS_ERROR, "load its converters");
        UErrorCode status = U_ZERO_ERROR;
        ucnv_setToUCallBack(converter_.get(), count_and_replace, &replaced_, nullptr, nullptr,
                            &status);
        check_icu(status, "set up a converter");
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void decode(std::string_view bytes, bool last, std::string& out) {
        const std::size_t skipped = std::min(to_skip_, bytes.size());
        bytes.remove_prefix(skipped);
        to_skip_ -= skipped;
        if (converter_) {
            convert(bytes, last, out);
        } else {
            copy_utf8(bytes, last, out);
        }
        if (last) to_skip_ = bom_length_;
    }

    std::uint64_t replaced() const noexcept { return replaced_; }

  private:
    void copy_utf8(std::string_view bytes, bool last, std::string& out) {
        complete_pending(bytes, out);
        while (!bytes.empty()) {
            const std::size_t ascii = ascii_prefix(bytes);
            out += bytes.substr(0, ascii);
            bytes.remove_prefix(ascii);
            if (bytes.empty()) break;
            const Utf8Step step = decode_utf8(bytes, 0);
            if (step.cut_off && !last) {
                pending_ = bytes;
                return;
            }
            append_character(bytes.substr(0, step.bytes), step.valid, out);
            bytes.remove_prefix(step.bytes);
        }
        if (last && !pending_.empty()) append_character(pending_, false, out);
        if (last) pending_.clear();
    }

    /// Takes bytes for the character that the chunk before was cut off in.
    void complete_pending(std::string_view& bytes, std::string& out) {
        while (!pending_.empty() && !bytes.empty()) {
            pending_.push_back(bytes.front());
            const Utf8Step step = decode_utf8(pending_, 0);
            // A byte that does not continue the character begins another one.
            if (step.valid || step.cut_off) bytes.remove_prefix(1);
            if (step.cut_off) continue;
            append_character(pending_, step.valid, out);
            pending_.clear();
        }
    }

    void append_character(std::string_view bytes, bool valid, std::string& out) {
        if (valid) {
            out += bytes;
        } else {
            append_utf8(0xFFFD, out);
            ++replaced_;
        }
    }

    void convert(std::string_view bytes, bool last, std::string& out) {
        const char* source = bytes.data();
        const char* const source_end = source + bytes.size();
        std::array<UChar, 4096> units;
        for (;;) {
            UErrorCode status = U_ZERO_ERROR;
            UChar* target = units.data();
            ucnv_toUnicode(converter_.get(), &target, units.data() + units.size(), &source,
                           source_end, nullptr, last ? 1 : 0, &status);
            append_utf16({units.data(), static_cast<std::size_t>(target - units.data())}, out);
            if (status == U_BUFFER_OVERFLOW_ERROR) continue;
            check_icu(status, "convert text");
            break;
        }
        if (last) {
            if (high_surrogate_ != 0) append_utf16(std::u16string_view(u"\uFFFD"), out);
            ucnv_resetToUnicode(converter_.get());
        }
    }

    /// Appends UTF-16, in which a surrogate pair may lie across two calls.
    void append_utf16(std::u16string_view units, std::string& out) {
        for (const char16_t unit : units) {
            const char32_t pending = std::exchange(high_surrogate_, 0);
            const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
            if (pending != 0 && low) {
                append_utf8(0x10000 + ((pending - 0xD800) << 10U) + (unit - 0xDC00U), out);
                continue;
            }
            if (pending != 0) append_utf8(0xFFFD, out);
            if (unit >= 0xD800 && unit <= 0xDBFF) {
                high_surrogate_ = unit;
            } else {
                append_utf8(low ? 0xFFFD : unit, out);
            }
        }
    }

    std::size_t bom_length_;
    std::size_t to_skip_;
    Converter converter_;  ///< null for UTF-8
    std::string pending_;  ///< the beginning of a UTF-8 character
    char32_t high_surrogate_ = 0;
    std::uint64_t replaced_ = 0;
};

Utf8Decoder::Utf8Decoder(const Charset& charset) : impl_(std::make_unique<Impl>(charset)) {}
Utf8Decoder::~Utf8Decoder() = default;
Utf8Decoder::Utf8Decoder(Utf8Decoder&&) noexcept = default;
Utf8Decoder& Utf8Decoder::operator=(Utf8Decoder&&) noexcept = default;

void Utf8Decoder::decode(std::string_view bytes, bool last, std::string& out) {
    impl_->decode(bytes, last, out);
}

std::uint64_t Utf8Decoder::replaced() const noexcept {
    return impl_->replaced();
}

}  // namespace kb
