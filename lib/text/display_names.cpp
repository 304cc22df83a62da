// Names and links that must be what they seem: see kb/display.hpp.
#include <unicode/idna.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kb/display.hpp"
#include "kb/document.hpp"
#include "text/icu.hpp"
#include "text/utf8.hpp"

namespace kb {

namespace {

constexpr char32_t non_joiner = 0x200c;
constexpr char32_t joiner = 0x200d;
constexpr char32_t emoji_selector = 0xfe0f;

bool is_invisible(char32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    switch (u_charType(c)) {
        case U_FORMAT_CHAR:
        case U_CONTROL_CHAR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
        case U_UNASSIGNED:
        case U_PRIVATE_USE_CHAR:
        case U_SURROGATE:
            return true;
        case U_SPACE_SEPARATOR:
            return c != ' ';
        default:
            return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    }
}

/// Whether a joiner or a selector behind `before` does what it is there for: between letters of
/// scripts that join or stack, and within emoji.
bool belongs_to(char32_t c, char32_t before) {
    const auto previous = static_cast<UChar32>(before);
    const bool emoji = u_hasBinaryProperty(previous, UCHAR_EXTENDED_PICTOGRAPHIC) != 0 ||
                       u_hasBinaryProperty(previous, UCHAR_EMOJI_MODIFIER) != 0 ||
                       before == emoji_selector;
    if (c == emoji_selector) return emoji;
    if (c != joiner && c != non_joiner) return false;
    constexpr std::uint8_t virama = 9;  // a canonical combining class
    const int joining = u_getIntPropertyValue(previous, UCHAR_JOINING_TYPE);
    return (c == joiner && emoji) || joining == U_JT_DUAL_JOINING || joining == U_JT_LEFT_JOINING ||
           u_getCombiningClass(previous) == virama;
}

bool is_plain(char c) {
    return c > ' ' && c < '\x7f';
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c); });
}

void append_percent_encoded(std::string_view bytes, std::string& out) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0xFU];
    }
}

/// ICU's tables of what looks like what. One a thread: setting it up takes long.
class SpoofChecker {
  public:
    SpoofChecker() {
        UErrorCode status = U_ZERO_ERROR;
        checker_.reset(uspoof_open(&status));
        uspoof_setRestrictionLevel(checker_.get(), USPOOF_HIGHLY_RESTRICTIVE);
        uspoof_setChecks(checker_.get(),
                         USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE | USPOOF_MIXED_NUMBERS,
                         &status);
        check_icu(status, "tell what characters look like");
    }

    /// Whether a part of a host's name mixes scripts as no language does, or could be taken for one
    /// in ASCII.
    bool is_misleading(std::string_view label) const {
        UErrorCode status = U_ZERO_ERROR;
        const auto size = static_cast<std::int32_t>(label.size());
        if (uspoof_check2UTF8(checker_.get(), label.data(), size, nullptr, &status) != 0)
            return true;
        std::array<char, 1024> skeleton{};
        const std::int32_t length =
            uspoof_getSkeletonUTF8(checker_.get(), 0, label.data(), size, skeleton.data(),
                                   static_cast<std::int32_t>(skeleton.size()), &status);
        return U_FAILURE(status) != 0 ||
               is_ascii(std::string_view(skeleton.data(), static_cast<std::size_t>(length)));
    }

  private:
    struct Close {
        void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
    };
    std::unique_ptr<USpoofChecker, Close> checker_;
};

bool holds_invisible(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = decode_utf8(text, at);
        if (!step.valid || is_invisible(step.code_point)) return true;
        at += step.bytes;
    }
    return false;
}

bool is_misleading_host(std::string_view host) {
    if (holds_invisible(host)) return true;
    static thread_local const SpoofChecker checker;
    while (!host.empty()) {
        const std::string_view label = host.substr(0, host.find('.'));
        if (!is_ascii(label) && checker.is_misleading(label)) return true;
        host.remove_prefix(std::min(label.size() + 1, host.size()));
    }
    return false;
}

/// "xn--…", or where there is no such form, the bytes in hexadecimal.
std::string ascii_host(std::string_view host) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII, status));
    check_icu(status, "spell a host's name in ASCII");
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    idna->nameToASCII_UTF8(as_piece(host), sink, info, status);
    if (U_SUCCESS(status) && !info.hasErrors() && is_plain(ascii)) return ascii;
    std::string encoded;
    for (const char c : host) {
        if (is_plain(c)) {
            encoded += c;
        } else {
            append_percent_encoded({&c, 1}, encoded);
        }
    }
    return encoded;
}

std::string shown_host(std::string_view host) {
    const bool misleading = !is_plain(host) && is_misleading_host(host);
    return misleading ? ascii_host(host) : std::string(host);
}

struct LinkParts {
    std::string_view before_host;
    std::string_view host;
    std::string_view rest;
};

LinkParts split_link(std::string_view url) {
    const std::size_t authority = url.find("://") + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", authority), url.size());
    const std::size_t user = url.substr(0, end).rfind('@');
    const std::size_t begin =
        user == std::string_view::npos || user < authority ? authority : user + 1;
    const std::size_t port = url.substr(begin, end - begin).find_last_of(':');
    const bool has_port = port != std::string_view::npos && url[begin] != '[';
    const std::size_t host_end = has_port ? begin + port : end;
    return {url.substr(0, begin), url.substr(begin, host_end - begin), url.substr(host_end)};
}

void append_visible(std::string_view text, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = decode_utf8(text, at);
        const std::string_view bytes = text.substr(at, step.bytes);
        if (!step.valid || is_invisible(step.code_point)) {
            append_percent_encoded(bytes, out);
        } else {
            out += bytes;
        }
        at += step.bytes;
    }
}

}  // namespace

std::string printable_name(std::string_view name) {
    std::string out;
    char32_t before = 0;
    std::string safe = printable(name);
    if (is_ascii(safe)) return safe;
    for (std::size_t at = 0; at < safe.size();) {
        const Utf8Step step = decode_utf8(safe, at);
        if (is_invisible(step.code_point) && !belongs_to(step.code_point, before)) {
            out += "\ufffd";
            before = U'\ufffd';
        } else {
            out.append(safe, at, step.bytes);
            before = step.code_point;
        }
        at += step.bytes;
    }
    return out;
}

std::string printable_link(std::string_view url) {
    if (!is_web_url(url)) return printable_name(url);
    if (is_plain(url)) return std::string(url);
    const LinkParts parts = split_link(url);
    std::string out(parts.before_host);
    out += shown_host(parts.host);
    append_visible(parts.rest, out);
    return printable(out);
}

std::string printable_host(std::string_view name) {
    const bool may_be_host = name.find('.') != std::string_view::npos &&
                             name.find_first_of(" \t\n/?#@:") == std::string_view::npos;
    return printable(may_be_host ? shown_host(name) : name);
}

}  // namespace kb
