#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/lexer.hpp"
#include "text/runs.hpp"
#include "text/spelling.hpp"
#include "text/stem_cache.hpp"
#include "text/token_buffer.hpp"

namespace kb {

/// Writes the tokens of words and identifiers. A compound yields, at the position of each of its
/// pieces,
///
///   1. the compound with its attached symbols (#tag, .NET, --flag)
///   2. the compound
///   3. the UAX #29 word that begins there (host.com in user@host.com)
///   4. the letters and digits that begin there, across humps (getUserName in obj.getUserName)
///   5. the piece itself: a part, or a plain word if the compound is nothing but it
///
/// and behind 2 to 4 the same without what joins its pieces, where people write it so: email for
/// e-mail, nodejs for node.js, 1000000 for 1.000.000;
/// and before 5 an abbreviation without its plural s (pdf for PDFs);
/// where 1 to 4 are wholes, left out where they equal the one before or the piece, and where they
/// would have more than max_whole_pieces pieces or max_term_bytes bytes. Versions stand with and
/// without their v.
class CompoundTokens {
  public:
    CompoundTokens(TokenBuffer& tokens, StemCache& stems) : tokens_(&tokens), stems_(&stems) {}

    template <class Run>
    void add(const Run& run, const Compound& compound);

  private:
    /// Where a range of pieces stands in the text, and in the sequence of tokens.
    template <class Run>
    TokenPlace place(const Run& run, PieceRange range) const;
    template <class Run>
    void add_compound_with_symbols(const Run& run);
    template <class Run>
    void add_wholes(const Run& run, std::size_t piece);
    template <class Run>
    void add_whole(const Run& run, PieceRange range);
    template <class Run>
    void add_piece(const Run& run, std::size_t piece);
    /// Adds pdf for PDFs.
    template <class Run>
    void add_singular(const Run& run, std::size_t piece);
    /// Adds email for e-mail and 1000000 for 1.000.000.
    template <class Run>
    void add_joined(const Run& run, PieceRange range, const TokenPlace& place);
    template <class Run>
    bool is_letters_only(const Run& run, PieceRange range) const;
    void add_term(PieceRange range, const TokenPlace& place, bool letters_only);
    void add_stemmed(std::string_view plain, std::string_view accented, const TokenPlace& place);

    TokenBuffer* tokens_;
    StemCache* stems_;
    Spelling spelling_;
    const Compound* compound_ = nullptr;  ///< the current one
    std::string joined_;
    std::string joined_accented_;
};

}  // namespace kb
