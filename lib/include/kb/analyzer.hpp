#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

/// What a token is within its text.
enum class TokenType : std::uint8_t {
    word,   ///< a plain word: found by itself and within phrases
    whole,  ///< an identifier, version, address or dictionary word that spans several parts; found
            ///< by itself, transparent to phrases
    part,   ///< a piece of a `whole`: found by itself and within phrases
    gram,   ///< one or two characters of a script without spaces: so that a query matches inside
            ///< running text whatever the segmentation; found by itself and within phrases
};

std::string_view to_string(TokenType type) noexcept;

/// One token of a text. Words, parts and two-character grams carry the positions that phrases are
/// checked against.
struct Token {
    std::string term;  ///< surface form: NFKC case folded, diacritics removed; at most 64 bytes
    std::string stem;  ///< stem in the text's language, diacritics removed; equals term if none
    std::string alternative_stem;  ///< stem of the form without diacritics or, where they are
                                   ///< commonly typed otherwise (Mueller), of the form with them,
                                   ///< where it differs; else empty (so that "evolucion" finds
                                   ///< "evolución")
    std::uint32_t position = 0;    ///< 0-based
    std::uint32_t length = 1;      ///< positions spanned
    std::uint32_t unit = 0;        ///< tokens of one identifier or dictionary word share a unit
    std::size_t begin = 0;         ///< [begin, end): bytes of the original text
    std::size_t end = 0;           ///< past its last byte
    TokenType type = TokenType::word;  ///< what it is within its text

    bool operator==(const Token&) const = default;
};

/// Cuts text into tokens: UAX #29 words, dictionary words and character grams for scripts without
/// spaces, identifiers whole and by part. The same object serves indexing, querying and
/// highlighting, so that they cannot disagree. Pure ASCII text takes a fast path with identical
/// results. Linear in the text. Not thread-safe: one analyzer a thread; construction takes
/// microseconds, the first non-ASCII text a few hundred more.
class Analyzer {
  public:
    Analyzer();
    ~Analyzer();
    Analyzer(Analyzer&&) noexcept;
    Analyzer& operator=(Analyzer&&) noexcept;

    /// The tokens of `text` (UTF-8; invalid bytes separate words), ordered by position, then longer
    /// first. `lang` is a BCP-47 primary tag that selects the stemmer; empty or unknown: no
    /// stemming. The span is valid until the next call.
    std::span<const Token> analyze(std::string_view text, std::string_view lang);

    /// The stem of a folded term in `lang`; the term itself where there is no stemmer.
    std::string stem(std::string_view term, std::string_view lang);

  private:
    class [[gnu::visibility("hidden")]] Impl;
    std::unique_ptr<Impl> impl_;
};

/// NFKC case folding with diacritics removed, for comparing names: fold("Ångström") == "angstrom".
std::string fold(std::string_view text);

/// The text's language as a BCP-47 primary tag, or empty if it is too short or too mixed to tell.
/// Thread-safe.
std::string detect_language(std::string_view text);

}  // namespace kb
#pragma GCC visibility pop
