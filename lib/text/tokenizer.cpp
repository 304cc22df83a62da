#include "text/tokenizer.hpp"

#include <algorithm>
#include <type_traits>

#include "text/utf8.hpp"

namespace kb {

namespace {

/// Text without white space is cut there, so that decoding it takes bounded memory.
constexpr std::size_t max_run_bytes = std::size_t{1} << 16;

struct RawRun {
    std::string_view text;
    bool ascii = true;
};

/// The characters up to the next ASCII white space. `text` must begin with none.
RawRun first_run(std::string_view text) {
    const std::size_t limit = std::min(text.size(), max_run_bytes);
    unsigned bits = 0;
    std::size_t end = 0;
    for (; end < limit && !is_ascii_space(text[end]); ++end) {
        bits |= static_cast<unsigned char>(text[end]);
    }
    return {end < max_run_bytes ? text.substr(0, end) : truncate_utf8(text, end), bits < 0x80U};
}

}  // namespace

std::span<const Token> Tokenizer::tokenize(std::string_view text, std::string_view lang,
                                           Path path) {
    tokens_.clear();
    stems_.select(lang);
    for (std::size_t i = 0; i < text.size();) {
        if (is_ascii_space(text[i])) {
            ++i;
            continue;
        }
        const RawRun raw = first_run(text.substr(i));
        if (raw.ascii && path == Path::automatic) {
            tokenize_run(AsciiRun(raw.text, i));
        } else {
            unicode_run_.assign(raw.text, i);
            tokenize_run(unicode_run_);
        }
        i += raw.text.size();
    }
    return tokens_.tokens();
}

template <class Run>
void Tokenizer::tokenize_run(const Run& run) {
    for (std::size_t i = 0; i < run.size();) {
        const CharClass cls = run.cls(i);
        if constexpr (std::is_same_v<Run, UnicodeRun>) {
            if (is_spaceless(cls) || cls == CharClass::pictograph) {
                i = tokenize_special(i);
                continue;
            }
        }
        const std::size_t prefix = is_alphanumeric(cls) ? 0 : lexer::prefix_length(run, i);
        if (prefix > 0 || is_alphanumeric(cls)) {
            i = lex_compound(run, i, i + prefix, compound_);
            compound_tokens_.add(run, compound_);
        } else {
            ++i;
        }
    }
}

std::size_t Tokenizer::tokenize_special(std::size_t begin) {
    const CharClass cls = unicode_run_.cls(begin);
    std::size_t end = begin + 1;
    while (end < unicode_run_.size() && unicode_run_.cls(end) == cls)
        ++end;
    const std::string_view text = unicode_run_.bytes(begin, end);
    const std::size_t offset = unicode_run_.byte_begin(begin);
    if (cls == CharClass::pictograph) {
        gram_tokens_.add_pictographs(text, offset);
    } else {
        gram_tokens_.add(text, offset, cls);
    }
    return end;
}

}  // namespace kb
