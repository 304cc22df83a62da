#include "text/spelling.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace kb {

namespace {

/// What of a piece is folded: more than enough for the longest term, and a bound on what sorting
/// combining marks may cost.
constexpr std::size_t max_folded_bytes = 256;

/// Whether a symbol within a piece is part of its term.
template <class Run>
bool is_spelled(const Run& run, std::size_t i) {
    return run.symbol(i) != ',' && !lexer::is_silent_apostrophe(run, i);
}

}  // namespace

void Spelling::spell(const AsciiRun& run, const Compound& compound) {
    ascii_ = true;
    spell_into(plain_, run, compound);
}

void Spelling::spell(const UnicodeRun& run, const Compound& compound) {
    ascii_ = false;
    spell_into(plain_, run, compound);
    spell_into(accented_, run, compound);
}

std::string_view Spelling::with_lead(PieceRange range) const {
    const std::size_t lead = plain_.pieces[range.first].lead;
    return std::string_view(plain_.text).substr(lead, plain_.pieces[range.last - 1].end - lead);
}

std::string_view Spelling::part(const Form& form, PieceRange range) {
    const std::size_t begin = form.pieces[range.first].begin;
    return std::string_view(form.text).substr(begin, form.pieces[range.last - 1].end - begin);
}

void Spelling::append_joined(const Form& form, PieceRange range, std::string& out) {
    for (std::size_t i = range.first; i < range.last; ++i) {
        out += part(form, {i, i + 1});
    }
}

template <class Run>
void Spelling::spell_into(Form& form, const Run& run, const Compound& compound) {
    form.text.clear();
    form.pieces.clear();
    const auto spell_symbols = [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            form.text.push_back(run.symbol(i));
    };
    spell_symbols(compound.begin, compound.pieces.front().joiner);
    for (const Piece& piece : compound.pieces) {
        const bool silent = piece.joiner < piece.lead && run.symbol(piece.joiner) == '\'';
        if (!silent) spell_symbols(piece.joiner, piece.lead);
        PiecePlace place;
        place.lead = form.text.size();
        spell_symbols(piece.lead, piece.begin);
        place.begin = form.text.size();
        spell_piece(form, run, piece);
        place.end = form.text.size();
        form.pieces.push_back(place);
    }
    spell_symbols(compound.pieces.back().covered, compound.end);
}

void Spelling::spell_piece(Form& form, const AsciiRun& run, const Piece& piece) {
    const std::size_t size = form.text.size();
    form.text.resize(size + piece.end - piece.begin);
    char* out = form.text.data() + size;
    for (std::size_t i = piece.begin; i < piece.end; ++i) {
        if (is_alphanumeric(run.cls(i)) || is_spelled(run, i)) *out++ = run.symbol(i);
    }
    form.text.resize(static_cast<std::size_t>(out - form.text.data()));
}

void Spelling::spell_piece(Form& form, const UnicodeRun& run, const Piece& piece) {
    for (std::size_t i = piece.begin; i < piece.end;) {
        std::size_t end = i;
        while (end < piece.end && is_alphanumeric(run.cls(end)))
            ++end;
        if (end > i) fold_letters(form, run, i, end);
        for (i = end; i < piece.end && !is_alphanumeric(run.cls(i)); ++i) {
            if (is_spelled(run, i)) form.text.push_back(run.symbol(i));
        }
    }
}

void Spelling::fold_letters(Form& form, const UnicodeRun& run, std::size_t begin, std::size_t end) {
    const bool plain = &form == &plain_;
    if (run.simple(begin, end)) {
        const auto& folds = plain ? simple_folds().plain : simple_folds().accented;
        for (std::size_t i = begin; i < end; ++i)
            form.text += folds[run.code_point(i)].view();
        return;
    }
    folded_accented_.clear();
    folded_plain_.clear();
    folder_.fold(truncate_utf8(run.bytes(begin, end), max_folded_bytes), folded_accented_,
                 folded_plain_);
    std::string& folded = plain ? folded_plain_ : folded_accented_;
    // Some compatibility ligatures are phrases with spaces in them.
    std::erase(folded, ' ');
    form.text += folded;
}

}  // namespace kb
