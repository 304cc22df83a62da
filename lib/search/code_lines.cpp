#include "search/code_lines.hpp"

#include <algorithm>
#include <array>

namespace kb::search {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// Indented by a tab or two spaces, or with signs that running text does without.
bool looks_like_code(std::string_view line) {
    if (line.starts_with("\t") || line.starts_with("  ")) return true;
    while (!line.empty() && is_blank(line.back()))
        line.remove_suffix(1);
    if (line.empty()) return false;
    constexpr std::array<char, 5> endings = {'{', '}', ';', '(', '\\'};
    if (std::find(endings.begin(), endings.end(), line.back()) != endings.end()) return true;
    constexpr std::array<std::string_view, 12> signs = {" = ", "()", "->",  "::",  "==",  "</",
                                                        "/>",  "{",  "&& ", "+= ", " | ", "\","};
    if (std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
            return line.find(sign) != std::string_view::npos;
        }))
        return true;
    constexpr std::array<std::string_view, 8> beginnings = {"$ ",       "# ",   ">>> ", "import ",
                                                            "#include", "def ", "let ", "const "};
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view beginning) { return line.starts_with(beginning); });
}

/// One such line alone may well be prose.
bool is_code(std::string_view block) {
    std::size_t lines = 0;
    std::size_t code = 0;
    while (!block.empty()) {
        const std::string_view line = block.substr(0, block.find('\n'));
        ++lines;
        code += looks_like_code(line) ? 1U : 0U;
        block.remove_prefix(std::min(line.size() + 1, block.size()));
    }
    return code > 1 && 3 * code >= lines;
}

}  // namespace

bool CodeLines::breaks_at(std::size_t at) {
    if (at < known_until_) return is_code_;
    const std::size_t reach = at < block_reach ? 0 : at - block_reach;
    const std::string_view before = text_.substr(reach, at - reach);
    const std::size_t blank = before.rfind("\n\n");
    const std::size_t begin = blank == std::string_view::npos ? reach : reach + blank + 2;
    const std::string_view after = text_.substr(at, block_reach);
    const std::size_t end = at + std::min(after.find("\n\n"), after.size());
    is_code_ = is_code(text_.substr(begin, end - begin));
    known_until_ = end;
    return is_code_;
}

}  // namespace kb::search
