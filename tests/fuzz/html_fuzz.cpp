// Any bytes are a page, or a piece of one: its text is clean and no longer than it may be.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/reader_support.hpp"
#include "text/html_page.hpp"
#include "text/html_reduce.hpp"
#include "text/html_text.hpp"
#include "text/normalize.hpp"

using kb::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string html(data, data + size);
    const std::string text = kb::html_to_text(html);
    check(kb::clean_text(text) == text, "text that is not clean", text);
    check(text.size() <= html.size() * 8 + 64, "text much larger than its markup", html);
    const std::string line = kb::html_to_line(html);
    check(kb::clean_line(line) == line, "a line that is not clean", line);
    check(kb::clean_text(kb::read_html_page(html).text) == kb::read_html_page(html).text,
          "main text that is not clean", html);
    kb::looks_like_html(html);
    kb::fuzz::read_input(kb::Format::html, data, size);
    return 0;
}
