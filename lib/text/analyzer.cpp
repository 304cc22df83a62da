#include "kb/analyzer.hpp"

#include "text/tokenizer.hpp"

namespace kb {

std::string_view to_string(TokenType type) noexcept {
    switch (type) {
        case TokenType::word:
            return "word";
        case TokenType::whole:
            return "whole";
        case TokenType::part:
            return "part";
        case TokenType::gram:
            return "gram";
    }
    return "word";
}

class Analyzer::Impl {
  public:
    Tokenizer tokenizer;
};

Analyzer::Analyzer() : impl_(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

std::span<const Token> Analyzer::analyze(std::string_view text, std::string_view lang) {
    return impl_->tokenizer.tokenize(text, lang);
}

std::string Analyzer::stem(std::string_view term, std::string_view lang) {
    StemCache& stems = impl_->tokenizer.stems();
    stems.select(lang);
    return std::string(stems.active() ? stems.stems(term).stem : term);
}

}  // namespace kb
