#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kb/analyzer.hpp"
#include "text/stem_cache.hpp"

namespace kb {

/// Terms are cut at this many bytes of folded text, between characters.
inline constexpr std::size_t max_term_bytes = 64;

/// Where a token stands: in the text, and in the sequence of tokens.
struct TokenPlace {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t offset = 0;  ///< positions from the current one
    std::uint32_t length = 1;
    TokenType type = TokenType::word;
};

/// The tokens of one text, as they are written. Those of the text before are overwritten, so that
/// their strings keep their memory.
class TokenBuffer {
  public:
    void clear() noexcept;
    /// Appends a token of the current unit, its term cut at max_term_bytes and its stem set to the
    /// term. An empty term gives no token.
    void add(std::string_view term, const TokenPlace& place);
    /// Likewise with the stems given.
    void add(std::string_view term, const Stems& stems, const TokenPlace& place);
    void advance(std::size_t positions) noexcept {
        position_ += static_cast<std::uint32_t>(positions);
    }
    void next_unit() noexcept { ++unit_; }

    std::span<const Token> tokens() const noexcept { return {tokens_.data(), size_}; }

  private:
    Token* append(std::string_view term, const TokenPlace& place);

    std::vector<Token> tokens_;
    std::size_t size_ = 0;
    std::uint32_t position_ = 0;
    std::uint32_t unit_ = 0;
};

}  // namespace kb
