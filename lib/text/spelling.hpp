#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.hpp"
#include "text/lexer.hpp"
#include "text/runs.hpp"

namespace kb {

/// Pieces [first, last) of a compound.
struct PieceRange {
    std::size_t first = 0;
    std::size_t last = 0;

    std::size_t size() const noexcept { return last - first; }
};

/// How terms spell a compound: its pieces folded, with the joiners between them. Apostrophes and
/// their like are left out between pieces (O'Reilly is oreilly) and in contractions (don't is
/// dont), but kept where that makes another word (we'll); commas are kept between numbers (3,14)
/// and left out within them (1,234 is 1234).
class Spelling {
  public:
    void spell(const AsciiRun& run, const Compound& compound);
    void spell(const UnicodeRun& run, const Compound& compound);

    /// The term of a range of pieces, without the lead of the first.
    std::string_view plain(PieceRange range) const { return part(plain_, range); }
    /// The same before diacritics were taken off.
    std::string_view accented(PieceRange range) const {
        return part(ascii_ ? plain_ : accented_, range);
    }
    /// Appends the pieces of a range without what joins them: email for e-mail.
    void append_plain_joined(PieceRange range, std::string& out) const {
        append_joined(plain_, range, out);
    }
    /// The same before diacritics were taken off.
    void append_accented_joined(PieceRange range, std::string& out) const {
        append_joined(ascii_ ? plain_ : accented_, range, out);
    }
    /// The term of a range of pieces with the lead of the first: v2.15.1.
    std::string_view with_lead(PieceRange range) const;
    /// The term of the compound with the symbols attached to it.
    std::string_view whole() const noexcept { return plain_.text; }

  private:
    struct PiecePlace {
        std::size_t lead = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    struct Form {
        std::string text;
        std::vector<PiecePlace> pieces;
    };

    static std::string_view part(const Form& form, PieceRange range);
    static void append_joined(const Form& form, PieceRange range, std::string& out);
    template <class Run>
    void spell_into(Form& form, const Run& run, const Compound& compound);
    void spell_piece(Form& form, const AsciiRun& run, const Piece& piece);
    void spell_piece(Form& form, const UnicodeRun& run, const Piece& piece);
    void fold_letters(Form& form, const UnicodeRun& run, std::size_t begin, std::size_t end);

    Folder folder_;
    Form plain_;
    Form accented_;
    bool ascii_ = true;
    std::string folded_accented_;
    std::string folded_plain_;
};

}  // namespace kb
