#include "text/footnotes.hpp"

#include <algorithm>

#include "text/markdown_fences.hpp"

namespace kb {
namespace {

constexpr std::size_t longest_label = 64;

std::size_t indentation(std::string_view line) {
    std::size_t columns = 0;
    for (const char c : line) {
        if (c != ' ' && c != '\t') break;
        columns += c == '\t' ? 4 : 1;
    }
    return columns;
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The label of a "[^label]" at the beginning, or nothing.
std::string_view label_at(std::string_view text) {
    if (!text.starts_with("[^")) return {};
    const std::size_t end = text.substr(0, longest_label + 3).find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view label = text.substr(2, end - 2);
    return label.find_first_of(" \t\n[") == std::string_view::npos ? label : std::string_view();
}

}  // namespace

std::string open_footnotes(std::string_view markdown, FootnoteLabels& labels) {
    std::string out;
    out.reserve(markdown.size() + markdown.size() / 16);
    if (markdown.find("[^") == std::string_view::npos) return out.append(markdown);
    MarkdownFences fences;
    bool in_note = false;
    while (!markdown.empty()) {
        const std::size_t end = std::min(markdown.find('\n'), markdown.size() - 1) + 1;
        std::string_view line = markdown.substr(0, end);
        markdown.remove_prefix(end);
        const std::string_view text =
            line.substr(std::min(line.find_first_not_of(' '), line.size()));
        const std::string_view label = indentation(line) < 4 ? label_at(text) : std::string_view();
        const std::string_view rest = text.substr(label.empty() ? 0 : label.size() + 3);
        const bool in_fence = fences.enclose(line);
        if (!in_fence && !label.empty() && rest.starts_with(':')) {
            labels.emplace(label);
            in_note = true;
            out += '\n';
            line = rest.substr(std::min(rest.find_first_not_of(" \t", 1), rest.size()));
        } else if (!in_fence && in_note && indentation(line) >= 4) {
            line.remove_prefix(line.front() == '\t' ? 1 : 4);
        } else if (in_fence || !is_blank(line)) {
            in_note = false;
        }
        out += line;
    }
    return out;
}

std::string without_footnotes(std::string_view text, const FootnoteLabels& labels) {
    std::string out;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find("[^"), text.size());
        out += text.substr(0, begin);
        text.remove_prefix(begin);
        const std::string_view label = label_at(text);
        if (!label.empty() && labels.contains(std::string(label))) {
            text.remove_prefix(label.size() + 3);
        } else if (!text.empty()) {
            out += text.substr(0, 2);
            text.remove_prefix(std::min<std::size_t>(2, text.size()));
        }
    }
    return out;
}

}  // namespace kb
