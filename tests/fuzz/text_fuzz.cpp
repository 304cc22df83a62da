// Any bytes are a text: its tokens lie within it, in order, and its clean form is stable.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/support.hpp"
#include "kb/analyzer.hpp"
#include "kb/display.hpp"
#include "text/charset.hpp"
#include "text/normalize.hpp"

using kb::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    static kb::Analyzer analyzer;
    for (const char* lang : {"", "en", "ar"}) {
        std::uint32_t position = 0;
        for (const kb::Token& token : analyzer.analyze(text, lang)) {
            check(token.begin <= token.end && token.end <= text.size(), "a token outside the text",
                  text);
            check(token.position >= position, "a token out of order", text);
            check(!token.term.empty() && token.term.size() <= 64, "a term of impossible length",
                  text);
            position = token.position;
        }
    }
    const std::string clean = kb::clean_text(text);
    check(kb::clean_text(clean) == clean, "cleaning is not stable", clean);
    const std::string line = kb::clean_line(text);
    check(kb::clean_line(line) == line, "cleaning a line is not stable", line);
    check(kb::fold(kb::fold(line)) == kb::fold(line), "folding is not stable", line);
    kb::detect_language(text);
    kb::Utf8Decoder decoder(kb::detect_charset(text));
    std::string decoded;
    decoder.decode(text, true, decoded);
    check(kb::display_width(kb::fit_width(kb::printable(text), 20)) <= 20,
          "wider than was asked for", text);
    for (const auto show :
         {kb::printable, kb::printable_name, kb::printable_link, kb::printable_host}) {
        const std::string shown = show(text);
        check(show(shown) == shown, "what is shown would be shown otherwise again", shown);
    }
    return 0;
}
