#include "ingest/lines.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

bool is_space(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

/// Text indented by this much, and no list, is a code block.
constexpr std::size_t code_indentation = 4;

bool is_code(std::string_view line) {
    const std::string_view content = trim_left(line);
    const bool indented = line.starts_with('\t') || indentation(line) >= code_indentation;
    return indented && bullet_bytes(content) == 0;
}

template <typename Action>
void each_line(std::string_view text, Action action) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        action(text.substr(at, end - at));
        at = end + 1;
    }
}

/// See join_blocks.
class BlockJoiner {
  public:
    void add(std::string_view raw) {
        const std::string_view line = trim_right(raw);
        if (line.empty()) {
            ++blanks_;
            return;
        }
        const bool code = is_code(line);
        if (!out_.empty()) {
            const std::size_t kept =
                code && after_code_ ? blanks_ : std::min<std::size_t>(blanks_, 1);
            out_.append(kept + 1, '\n');
        }
        out_ += line;
        blanks_ = 0;
        after_code_ = code;
    }

    std::string take() { return std::move(out_); }

  private:
    std::string out_;
    std::size_t blanks_ = 0;
    bool after_code_ = false;
};

}  // namespace

std::size_t leading_space_bytes(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Utf8Step step = decode_utf8(text, at);
        if (!step.valid || !is_space(step.code_point)) break;
        at += step.bytes;
    }
    return at;
}

std::size_t indentation(std::string_view line) {
    const std::string_view space = line.substr(0, leading_space_bytes(line));
    return static_cast<std::size_t>(
        std::count_if(space.begin(), space.end(), [](char c) { return !is_continuation(c); }));
}

std::string_view trim_left(std::string_view text) {
    return text.substr(leading_space_bytes(text));
}

std::string_view trim_right(std::string_view text) {
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 && is_continuation(text[start]))
            --start;
        const Utf8Step step = decode_utf8(text, start);
        if (!step.valid || start + step.bytes != text.size() || !is_space(step.code_point)) break;
        text = text.substr(0, start);
    }
    return text;
}

std::string_view trim(std::string_view text) {
    return trim_right(trim_left(text));
}

bool is_blank(std::string_view line) {
    return leading_space_bytes(line) == line.size();
}

std::string_view dedent(std::string_view line, std::size_t characters) {
    const std::size_t space = leading_space_bytes(line);
    std::size_t at = 0;
    for (; at < space && characters > 0; --characters)
        at += decode_utf8(line, at).bytes;
    return line.substr(at);
}

std::size_t bullet_bytes(std::string_view text) {
    constexpr std::array<std::string_view, 8> bullets = {"•", "◦", "‣", "▪", "·", "–", "-", "*"};
    for (const std::string_view bullet : bullets) {
        if (!text.starts_with(bullet)) continue;
        const std::size_t space = leading_space_bytes(text.substr(bullet.size()));
        if (space > 0) return bullet.size() + space;
    }
    return 0;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    lines.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
    each_line(text, [&](std::string_view line) { lines.push_back(line); });
    return lines;
}

bool has_too_many_lines(std::string_view text) {
    return text.size() > most_lines &&
           std::count(text.begin(), text.end(), '\n') > static_cast<std::ptrdiff_t>(most_lines);
}

std::string join_blocks(const std::vector<std::string_view>& lines) {
    BlockJoiner joiner;
    for (const std::string_view line : lines)
        joiner.add(line);
    return joiner.take();
}

std::string join_blocks(std::string_view text) {
    BlockJoiner joiner;
    each_line(text, [&](std::string_view line) { joiner.add(line); });
    return joiner.take();
}

}  // namespace kb::ingest
