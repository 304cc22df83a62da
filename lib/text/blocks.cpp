#include "text/blocks.hpp"

#include "text/utf8.hpp"

namespace kb {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

}  // namespace

std::size_t block_end(std::string_view text, std::size_t begin, std::size_t bytes) {
    if (text.size() - begin <= bytes) return text.size();
    const std::size_t limit = begin + bytes;
    for (std::size_t end = limit; end > begin + bytes / 2; --end) {
        if (is_space(text[end])) return end;
    }
    std::size_t end = limit;
    while (end > begin + 1 && is_continuation(text[end]))
        --end;
    return end;
}

}  // namespace kb
