#include "text/token_buffer.hpp"

#include "text/utf8.hpp"

namespace kb {

namespace {

/// More than that is given back before the next text: one huge document must not hold memory for
/// the rest of the run.
constexpr std::size_t kept_tokens = std::size_t{1} << 18;

}  // namespace

void TokenBuffer::clear() noexcept {
    size_ = 0;
    position_ = 0;
    unit_ = 0;
    if (tokens_.size() > kept_tokens) std::vector<Token>().swap(tokens_);
}

void TokenBuffer::add(std::string_view term, const TokenPlace& place) {
    if (Token* token = append(term, place)) {
        token->stem = token->term;
        token->alternative_stem.clear();
    }
}

void TokenBuffer::add(std::string_view term, const Stems& stems, const TokenPlace& place) {
    if (Token* token = append(term, place)) {
        token->stem = stems.stem;
        token->alternative_stem = stems.alternative;
    }
}

Token* TokenBuffer::append(std::string_view term, const TokenPlace& place) {
    if (term.empty()) return nullptr;
    if (size_ == tokens_.size()) tokens_.emplace_back();
    Token& token = tokens_[size_++];
    token.term = truncate_utf8(term, max_term_bytes);
    token.position = position_ + place.offset;
    token.length = place.length;
    token.unit = unit_;
    token.begin = place.begin;
    token.end = place.end;
    token.type = place.type;
    return &token;
}

}  // namespace kb
