#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kb {

/// Follows the lines of a Markdown text into code blocks between fences and out of them.
class MarkdownFences {
  public:
    /// Whether the line belongs to a code block.
    bool enclose(std::string_view line) {
        const std::size_t begin = line.find_first_not_of(' ');
        if (begin == std::string_view::npos || begin > 3) return is_open();
        const char c = line[begin];
        if (c != '`' && c != '~') return is_open();
        const std::size_t end = std::min(line.find_first_not_of(c, begin), line.size());
        const std::size_t length = end - begin;
        if (length_ == 0) {
            if (length < 3) return false;
            char_ = c;
            length_ = length;
        } else if (c == char_ && length >= length_ && is_blank(line.substr(end))) {
            length_ = 0;
        }
        return true;
    }

    /// Whether the next line does, unless it is the closing fence.
    bool is_open() const noexcept { return length_ > 0; }

  private:
    static bool is_blank(std::string_view line) {
        return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
    }

    char char_ = ' ';
    std::size_t length_ = 0;  ///< of the open fence, or 0
};

}  // namespace kb
