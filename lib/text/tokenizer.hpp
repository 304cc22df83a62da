#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "kb/analyzer.hpp"
#include "text/compound_tokens.hpp"
#include "text/gram_tokens.hpp"
#include "text/lexer.hpp"
#include "text/runs.hpp"
#include "text/stem_cache.hpp"
#include "text/token_buffer.hpp"

namespace kb {

/// Turns text into tokens. The text is cut into runs at ASCII white space; a run of pure ASCII is
/// read as it stands, any other is decoded and classified with ICU's data. Both go through the
/// rules of lexer.hpp; what those leave, scripts without spaces and emoji, goes to GramTokens.
/// Not copied or moved: its parts refer to each other.
class Tokenizer {
  public:
    enum class Path : std::uint8_t {
        automatic,
        unicode,  ///< never the ASCII path: for the test that both agree
    };

    Tokenizer() = default;
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    /// As Analyzer::analyze.
    std::span<const Token> tokenize(std::string_view text, std::string_view lang,
                                    Path path = Path::automatic);

    StemCache& stems() noexcept { return stems_; }

  private:
    template <class Run>
    void tokenize_run(const Run& run);
    std::size_t tokenize_special(std::size_t begin);

    TokenBuffer tokens_;
    StemCache stems_;
    CompoundTokens compound_tokens_{tokens_, stems_};
    GramTokens gram_tokens_{tokens_};
    Compound compound_;
    UnicodeRun unicode_run_;
};

}  // namespace kb
