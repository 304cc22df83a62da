#include "text/compound_tokens.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

namespace kb {

namespace {

/// Identifiers of more pieces are found by their pieces and by shorter wholes within them.
constexpr std::size_t max_whole_pieces = 8;

/// The end of the range from `first` on whose pieces are joined no looser than `loosest`.
std::size_t group_end(const std::vector<Piece>& pieces, std::size_t first, Join loosest) {
    std::size_t last = first + 1;
    while (last < pieces.size() && pieces[last].join <= loosest)
        ++last;
    return last;
}

/// Whether such a range begins at `piece`.
bool begins_group(const std::vector<Piece>& pieces, std::size_t piece, Join loosest) {
    return piece == 0 || pieces[piece].join > loosest;
}

/// Whether and how a range of pieces is also written without its joiners.
enum class JoinedForm : std::uint8_t { none, letters, number };

/// 1.000.000, as most of Europe groups thousands.
template <class Run>
bool is_number_in_groups(const Run& run, std::span<const Piece> pieces) {
    const auto is_digits = [&](const Piece& piece) {
        return run.cls(piece.begin) == CharClass::digit;
    };
    const Piece& first = pieces.front();
    if (!is_digits(first) || first.lead < first.begin || first.end - first.begin > 3 ||
        run.symbol(first.begin) == '0') {
        return false;
    }
    return std::all_of(pieces.begin() + 1, pieces.end(), [&](const Piece& piece) {
        return piece.joiner + 1 == piece.lead && run.symbol(piece.joiner) == '.' &&
               is_digits(piece) && piece.lead == piece.begin && piece.end == piece.begin + 3;
    });
}

/// Whether words of letters joined by `symbol` are written without it. Two letters with a full
/// stop are not (U.S. is not us), nor are hosts within addresses, and longer names.
bool is_left_out(char symbol, std::span<const Piece> pieces, bool whole_compound) {
    const bool initials = std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
        return piece.end - piece.begin == 1;
    });
    switch (symbol) {
        case '-':
        case '_':
        case '&':
            return true;
        case '/':
            return initials;
        case '.':
            return whole_compound && (initials ? pieces.size() > 2 : pieces.size() == 2);
        default:
            return false;
    }
}

template <class Run>
JoinedForm joined_form(const Run& run, std::span<const Piece> pieces, bool whole_compound) {
    if (is_number_in_groups(run, pieces)) return JoinedForm::number;
    char symbol = '\0';
    for (const Piece& piece : pieces) {
        if (!piece.stemmable) return JoinedForm::none;
        if (&piece == &pieces.front() || piece.joiner == piece.lead) continue;
        if (symbol != '\0' && symbol != run.symbol(piece.joiner)) return JoinedForm::none;
        symbol = run.symbol(piece.joiner);
    }
    return is_left_out(symbol, pieces, whole_compound) ? JoinedForm::letters : JoinedForm::none;
}

}  // namespace

template <class Run>
void CompoundTokens::add(const Run& run, const Compound& compound) {
    compound_ = &compound;
    spelling_.spell(run, compound);
    for (std::size_t i = 0; i < compound.pieces.size(); ++i) {
        // A piece of ignorable characters folds to nothing: phrases go on across it.
        if constexpr (std::is_same_v<Run, UnicodeRun>) {
            if (spelling_.plain({i, i + 1}).empty()) continue;
        }
        if (i == 0) add_compound_with_symbols(run);
        add_wholes(run, i);
        if (compound.pieces[i].plural) add_singular(run, i);
        add_piece(run, i);
        tokens_->advance(1);
    }
    tokens_->next_unit();
}

template void CompoundTokens::add(const AsciiRun& run, const Compound& compound);
template void CompoundTokens::add(const UnicodeRun& run, const Compound& compound);

template <class Run>
TokenPlace CompoundTokens::place(const Run& run, PieceRange range) const {
    const Piece& first = compound_->pieces[range.first];
    const Piece& last = compound_->pieces[range.last - 1];
    return {run.byte_begin(first.begin), run.byte_end(last.covered - 1), 0,
            static_cast<std::uint32_t>(range.size()), TokenType::whole};
}

template <class Run>
void CompoundTokens::add_compound_with_symbols(const Run& run) {
    const std::size_t count = compound_->pieces.size();
    if (!compound_->has_prefix() && !compound_->has_suffix()) return;
    if (count > max_whole_pieces || spelling_.whole().size() > max_term_bytes) return;
    TokenPlace place = this->place(run, {0, count});
    place.begin = run.byte_begin(compound_->begin);
    place.end = run.byte_end(compound_->end - 1);
    tokens_->add(spelling_.whole(), place);
}

template <class Run>
void CompoundTokens::add_wholes(const Run& run, std::size_t piece) {
    const std::vector<Piece>& pieces = compound_->pieces;
    if (pieces.size() == 1 && pieces[0].lead == pieces[0].begin) return;
    std::size_t added = 0;
    for (const Join loosest : {Join::loose, Join::tight, Join::none}) {
        if (!begins_group(pieces, piece, loosest)) continue;
        const std::size_t last = group_end(pieces, piece, loosest);
        // A lead belongs to the version, not to its first number alone.
        const bool piece_of_word = loosest == Join::none && last == piece + 1;
        if (last == added || piece_of_word) continue;
        add_whole(run, {piece, last});
        added = last;
    }
}

template <class Run>
void CompoundTokens::add_whole(const Run& run, PieceRange range) {
    if (range.size() > max_whole_pieces) return;
    TokenPlace whole = place(run, range);
    const Piece& first = compound_->pieces[range.first];
    if (first.lead < first.begin && spelling_.with_lead(range).size() <= max_term_bytes) {
        TokenPlace with_lead = whole;
        with_lead.begin = run.byte_begin(first.lead);
        tokens_->add(spelling_.with_lead(range), with_lead);
    }
    if (range.size() > 1 && spelling_.plain(range).size() <= max_term_bytes) {
        add_term(range, whole, is_letters_only(run, range));
        add_joined(run, range, whole);
    }
}

template <class Run>
void CompoundTokens::add_joined(const Run& run, PieceRange range, const TokenPlace& place) {
    const std::span<const Piece> pieces =
        std::span(compound_->pieces).subspan(range.first, range.size());
    const bool whole_compound = range.size() == compound_->pieces.size();
    const JoinedForm form = joined_form(run, pieces, whole_compound);
    if (form == JoinedForm::none) return;
    joined_.clear();
    spelling_.append_plain_joined(range, joined_);
    if (joined_.size() > max_term_bytes) return;
    if (form == JoinedForm::number) {
        tokens_->add(joined_, place);
        return;
    }
    joined_accented_.clear();
    spelling_.append_accented_joined(range, joined_accented_);
    add_stemmed(joined_, joined_accented_, place);
}

template <class Run>
void CompoundTokens::add_singular(const Run& run, std::size_t piece) {
    const PieceRange range{piece, piece + 1};
    if (!spelling_.accented(range).ends_with('s')) return;  // the s may bear marks
    const auto without_s = [](std::string_view term) { return term.substr(0, term.size() - 1); };
    add_stemmed(without_s(spelling_.plain(range)), without_s(spelling_.accented(range)),
                place(run, range));
}

template <class Run>
void CompoundTokens::add_piece(const Run& run, std::size_t piece) {
    const Piece& p = compound_->pieces[piece];
    const bool plain_word = compound_->pieces.size() == 1 && !compound_->has_prefix() &&
                            !compound_->has_suffix() && p.lead == p.begin;
    TokenPlace place = this->place(run, {piece, piece + 1});
    place.type = plain_word ? TokenType::word : TokenType::part;
    if (!plain_word) place.end = run.byte_end(p.end - 1);
    add_term({piece, piece + 1}, place, p.stemmable);
}

template <class Run>
bool CompoundTokens::is_letters_only(const Run& run, PieceRange range) const {
    for (std::size_t i = range.first; i < range.last; ++i) {
        const Piece& piece = compound_->pieces[i];
        if (!piece.stemmable) return false;
        const bool joined = i > range.first && piece.joiner < piece.lead;
        if (joined && run.symbol(piece.joiner) != '\'') return false;
    }
    return true;
}

void CompoundTokens::add_term(PieceRange range, const TokenPlace& place, bool letters_only) {
    if (letters_only) {
        add_stemmed(spelling_.plain(range), spelling_.accented(range), place);
    } else {
        tokens_->add(spelling_.plain(range), place);
    }
}

void CompoundTokens::add_stemmed(std::string_view plain, std::string_view accented,
                                 const TokenPlace& place) {
    if (stems_->active() && plain.size() <= max_term_bytes) {
        tokens_->add(plain, stems_->stems(accented), place);
    } else {
        tokens_->add(plain, place);
    }
}

}  // namespace kb
