#include "text/plain_text.hpp"

#include <algorithm>
#include <utility>

#include "text/utf8.hpp"

namespace kb {
namespace {

/// Lists nested more deeply than that are not indented further, or a page of nested lists would
/// become mostly white space.
constexpr std::size_t deepest_indentation = 16;

/// Nor are lists indented in what goes beyond this size: it must not grow out of all proportion.
constexpr std::size_t largest_indented = std::size_t{16} << 20U;

/// The bytes of a white-space character at the beginning of the text, or 0.
std::size_t space_bytes(std::string_view text) {
    switch (text.front()) {
        case ' ':
        case '\t':
        case '\n':
        case '\r':
        case '\f':
        case '\v':
            return 1;
        case '\xC2':
            return text.starts_with("\xC2\xA0") ? 2 : 0;
        default:
            return 0;
    }
}

/// The bytes before the next character that may be white space.
std::size_t word_bytes(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && space_bytes(text.substr(end)) == 0)
        ++end;
    return end;
}

/// Whether a character belongs to a script that is written without spaces, or to its punctuation.
bool is_unspaced(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFF9F) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// Whether a line of such a script goes on: its line end is no space between words.
bool joins_unspaced(std::string_view before, std::string_view next) {
    if (before.empty() || next.empty()) return false;
    std::size_t last = before.size() - 1;
    while (last > 0 && is_continuation(before[last]))
        --last;
    return is_unspaced(decode_utf8(before, last).code_point) &&
           is_unspaced(decode_utf8(next, 0).code_point);
}

/// Without blank lines at the beginning and white space at the end.
std::string_view trim_code(std::string_view code) {
    const std::size_t last = code.find_last_not_of(" \t\r\n");
    if (last == std::string_view::npos) return {};
    code = code.substr(0, last + 1);
    const std::size_t first = code.find_first_not_of(" \t\r\n");
    const std::size_t line_end = code.substr(0, first).rfind('\n');
    return line_end == std::string_view::npos ? code : code.substr(line_end + 1);
}

}  // namespace

void PlainTextBuilder::separate(Separation separation) {
    pending_ = std::max(pending_, separation);
}

void PlainTextBuilder::line() {
    separate(Separation::line);
}

void PlainTextBuilder::block() {
    separate(Separation::block);
}

void PlainTextBuilder::item(std::string_view marker) {
    separate(Separation::line);
    marker_ = marker;
}

void PlainTextBuilder::join(std::string_view joint) {
    joint_ = joint;
}

void PlainTextBuilder::forget_pending() {
    pending_ = Separation::none;
    marker_.clear();
    joint_.clear();
}

void PlainTextBuilder::begin_content(std::string_view next) {
    if (out_.empty()) {
        out_ += marker_;
    } else if (pending_ >= Separation::line) {
        out_ += pending_ == Separation::block ? "\n\n" : "\n";
        if (out_.size() < largest_indented) {
            out_.append(std::min(indentation_, deepest_indentation), ' ');
        }
        out_ += marker_;
    } else if (!joint_.empty()) {
        out_ += joint_;
    } else if (pending_ == Separation::space && !(after_line_end_ && joins_unspaced(out_, next))) {
        out_ += ' ';
    }
    forget_pending();
}

void PlainTextBuilder::text(std::string_view text) {
    while (!text.empty()) {
        const std::size_t word = word_bytes(text);
        if (word > 0) {
            begin_content(text.substr(0, word));
            out_ += text.substr(0, word);
            text.remove_prefix(word);
        }
        while (!text.empty()) {
            const std::size_t space = space_bytes(text);
            if (space == 0) break;
            after_line_end_ =
                text.front() == '\n' || (after_line_end_ && pending_ != Separation::none);
            text.remove_prefix(space);
            separate(Separation::space);
        }
    }
}

void PlainTextBuilder::preformatted(std::string_view text, std::string_view caption) {
    const std::string_view code = trim_code(text);
    if (code.empty()) return;
    if (!out_.empty()) out_ += "\n\n";
    forget_pending();
    if (!caption.empty()) (out_ += caption) += '\n';
    out_ += code;
    block();
}

std::string PlainTextBuilder::take() {
    forget_pending();
    return std::exchange(out_, {});
}

}  // namespace kb
