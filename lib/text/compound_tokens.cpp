#include "text/compound_tokens.hpp"

#include <array>

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

}  // namespace

template <class Run>
void CompoundTokens::add(const Run& run, const Compound& compound) {
    compound_ = &compound;
    spelling_.spell(run, compound);
    add_compound_with_symbols(run);
    for (std::size_t i = 0; i < compound.pieces.size(); ++i) {
        add_wholes(run, i);
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
    }
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
    const std::string_view plain = spelling_.plain(range);
    Token* token = tokens_->add(plain, place);
    if (token == nullptr || !letters_only || !stems_->active()) return;
    if (plain.size() > max_term_bytes) return;
    const Stems stems = stems_->stems(spelling_.accented(range));
    token->stem = stems.stem;
    token->alternative_stem = stems.alternative;
}

}  // namespace kb
