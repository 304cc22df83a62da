// Any bytes are Markdown, with or without front matter.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/reader_support.hpp"
#include "text/markdown_text.hpp"
#include "text/normalize.hpp"

using kb::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string markdown(data, data + size);
    const kb::MarkdownText read = kb::read_markdown(markdown);
    check(kb::clean_text(read.text) == read.text, "text that is not clean", read.text);
    check(kb::clean_line(read.title) == read.title, "a title that is not clean", read.title);
    kb::fuzz::read_input(kb::Format::markdown, data, size);
    return 0;
}
