#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/char_class.hpp"

namespace kb {

// The rules for words and identifiers of scripts with spaces, over any sequence of characters that
// offers
//
//   std::size_t size() const
//   CharClass cls(std::size_t i) const
//   char symbol(std::size_t i) const     as CharTraits::symbol
//
// so that the ASCII and the Unicode path share one set of rules. All indexes below count characters
// of that sequence. Every function looks at a bounded number of characters besides those that it
// consumes.

/// How a piece follows the piece before it.
enum class Join : std::uint8_t {
    none,   ///< directly: the hump of camelCase, or between letter and digit
    tight,  ///< by a joiner within a word as UAX #29 has it: _ . ' and, between digits, a comma
    loose,  ///< by a joiner between words: - / : :: :// @ + # & =
};

/// One of the finest pieces of a word or identifier: a `part`, or a `word` if it is the only one.
struct Piece {
    std::size_t begin = 0;  ///< its characters are [begin, end)
    std::size_t end = 0;
    std::size_t joiner = 0;   ///< [joiner, lead): the joiner before it
    std::size_t lead = 0;     ///< [lead, begin): the v of a version, not a part by itself
    std::size_t covered = 0;  ///< [end, covered): a possessive 's, which belongs to no term
    Join join = Join::none;
    bool stemmable = false;  ///< letters only
    bool plural = false;     ///< an abbreviation with the s of its plural: PDFs
};

/// A word, or an identifier of several pieces.
struct Compound {
    std::vector<Piece> pieces;
    std::size_t begin = 0;  ///< with attached symbols before: #tag, @name, .NET, --flag, __init__
    std::size_t end = 0;    ///< with attached symbols behind: __init__, notepad++

    bool has_prefix() const noexcept { return begin < pieces.front().lead; }
    bool has_suffix() const noexcept { return end > pieces.back().covered; }
};

namespace lexer {

/// A run without joiners that has more pieces is no camelCase but a hash or encoded data: it stays
/// one piece.
inline constexpr std::size_t max_pieces_of_run = 8;
/// So does a longer run.
inline constexpr std::size_t max_run = 64;
/// Joiners stop joining there, so that a compound takes bounded memory.
inline constexpr std::size_t max_pieces = 64;
/// Groups of three digits behind the first: beyond, it is a list rather than a number.
inline constexpr std::size_t max_thousands = 8;

template <class Text>
char symbol_at(const Text& text, std::size_t i) {
    return i < text.size() ? text.symbol(i) : '\0';
}

template <class Text>
bool alphanumeric_at(const Text& text, std::size_t i) {
    return i < text.size() && is_alphanumeric(text.cls(i));
}

template <class Text>
bool letter_at(const Text& text, std::size_t i) {
    return i < text.size() && is_letter(text.cls(i));
}

template <class Text>
bool digit_at(const Text& text, std::size_t i) {
    return i < text.size() && text.cls(i) == CharClass::digit;
}

/// Up to two underscores from `i` on, if no third follows.
template <class Text>
std::size_t underscores_at(const Text& text, std::size_t i) {
    std::size_t n = 0;
    while (n < 3 && symbol_at(text, i + n) == '_')
        ++n;
    return n < 3 ? n : 0;
}

/// Whether symbols may be attached in front of a word at `i`: nothing stands before, or something
/// that opens rather than closes (`foo().bar` holds no `.bar`).
template <class Text>
bool opens_at(const Text& text, std::size_t i) {
    if (i == 0) return true;
    if (is_alphanumeric(text.cls(i - 1))) return false;
    constexpr std::string_view closing = ")]}.-_@#";
    const char before = text.symbol(i - 1);
    return before == '\0' || closing.find(before) == std::string_view::npos;
}

/// The number of symbols at `i` that belong to the word behind them; 0 if none do.
template <class Text>
std::size_t prefix_length(const Text& text, std::size_t i) {
    if (text.cls(i) != CharClass::joiner || !opens_at(text, i)) return 0;
    switch (text.symbol(i)) {
        case '@':
        case '#':
            return alphanumeric_at(text, i + 1) ? 1 : 0;
        case '.':
            return letter_at(text, i + 1) ? 1 : 0;
        case '-':
            return symbol_at(text, i + 1) == '-' && letter_at(text, i + 2) ? 2 : 0;
        case '_': {
            const std::size_t n = underscores_at(text, i);
            return alphanumeric_at(text, i + n) ? n : 0;
        }
        default:
            return 0;
    }
}

/// The number of symbols at `i`, behind a compound, that belong to it: `class_`, `__init__`,
/// `notepad++`.
template <class Text>
std::size_t suffix_length(const Text& text, std::size_t i) {
    std::size_t n = 0;
    if (symbol_at(text, i) == '_') n = underscores_at(text, i);
    if (symbol_at(text, i) == '+' && symbol_at(text, i + 1) == '+') n = 2;
    if (n == 0 || alphanumeric_at(text, i + n) || symbol_at(text, i + n) == '+') return 0;
    return n;
}

struct Joiner {
    std::size_t length = 0;  ///< 0: nothing joins
    Join join = Join::loose;
};

/// What joins the piece that ends before `i` with the one behind.
template <class Text>
Joiner joiner_at(const Text& text, std::size_t i) {
    if (i >= text.size() || text.cls(i) != CharClass::joiner) return {};
    Joiner joiner{1, Join::loose};
    switch (text.symbol(i)) {
        case '_':
            joiner = {underscores_at(text, i), Join::tight};
            break;
        case '.':
            joiner = {1 + underscores_at(text, i + 1), Join::tight};
            break;
        case '\'':
            joiner.join = Join::tight;
            break;
        case ',':
            if (!digit_at(text, i - 1) || !digit_at(text, i + 1)) return {};
            joiner.join = Join::tight;
            break;
        case ':':
            if (symbol_at(text, i + 1) == ':') joiner.length = 2;
            if (symbol_at(text, i + 1) == '/' && symbol_at(text, i + 2) == '/') joiner.length = 3;
            break;
        default:
            break;
    }
    return alphanumeric_at(text, i + joiner.length) ? joiner : Joiner{};
}

/// The end of a number with separators between its thousands (1,234,567) at `i`; `i` if there is
/// none.
template <class Text>
std::size_t thousands_end(const Text& text, std::size_t i) {
    std::size_t end = i;
    while (end < i + 3 && digit_at(text, end))
        ++end;
    if (end == i || text.symbol(i) == '0' || symbol_at(text, end) != ',') return i;
    for (std::size_t groups = 0; groups <= max_thousands; ++groups) {
        if (symbol_at(text, end) != ',' || !digit_at(text, end + 1)) {
            return groups == 0 ? i : end;
        }
        if (!digit_at(text, end + 2) || !digit_at(text, end + 3)) return i;
        end += 4;
        if (alphanumeric_at(text, end)) return i;
    }
    return i;
}

/// The end of a contraction whose apostrophe is at `i` (don't, we'll); `i` if it is none.
template <class Text>
std::size_t contraction_end(const Text& text, std::size_t i) {
    if (symbol_at(text, i) != '\'' || !letter_at(text, i - 1)) return i;
    const char first = symbol_at(text, i + 1);
    const char second = symbol_at(text, i + 2);
    constexpr std::string_view one_letter = "tmd";
    if (one_letter.find(first) != std::string_view::npos && !alphanumeric_at(text, i + 2)) {
        return i + 2;
    }
    const bool two_letters = (first == 'l' && second == 'l') || (first == 'r' && second == 'e') ||
                             (first == 'v' && second == 'e');
    return two_letters && !alphanumeric_at(text, i + 3) ? i + 3 : i;
}

/// Whether the apostrophe of a contraction at `i` is often left out: don't, I'm, you've. Not where
/// that makes another word: we'll, we're, we'd.
template <class Text>
bool is_silent_apostrophe(const Text& text, std::size_t i) {
    constexpr std::string_view silent_before = "tmv";
    return symbol_at(text, i) == '\'' &&
           silent_before.find(symbol_at(text, i + 1)) != std::string_view::npos;
}

/// Whether a new piece begins at `i`, within a run that ends at `end`.
template <class Text>
bool hump_at(const Text& text, std::size_t i, std::size_t end) {
    const CharClass before = text.cls(i - 1);
    const CharClass here = text.cls(i);
    if (here == CharClass::lower) return before == CharClass::digit;
    if ((before == CharClass::digit) != (here == CharClass::digit)) return true;
    if (here != CharClass::upper) return false;
    if (before == CharClass::lower) return true;
    // The last capital of several begins a word (HTTP|Server), unless what follows is the plural of
    // an abbreviation (PDFs).
    if (before != CharClass::upper || i + 1 >= end || text.cls(i + 1) != CharClass::lower) {
        return false;
    }
    const bool plural =
        text.symbol(i + 1) == 's' && (i + 2 == end || text.cls(i + 2) == CharClass::digit);
    return !plural;
}

/// Whether a hump is an abbreviation with the s of its plural.
template <class Text>
bool is_plural(const Text& text, std::size_t begin, std::size_t end) {
    return end - begin >= 3 && text.symbol(end - 1) == 's' &&
           text.cls(end - 1) == CharClass::lower && text.cls(end - 2) == CharClass::upper;
}

/// The letters and digits from `begin` on.
struct AlphanumericRun {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool plain = true;  ///< without humps, as words are: spares a closer look at most of them
};

template <class Text>
AlphanumericRun find_run(const Text& text, std::size_t begin) {
    const auto bit = [&](std::size_t i) { return 1U << static_cast<unsigned>(text.cls(i)); };
    constexpr unsigned lower = 1U << static_cast<unsigned>(CharClass::lower);
    constexpr unsigned upper = 1U << static_cast<unsigned>(CharClass::upper);
    const unsigned first = bit(begin);
    unsigned rest = 0;
    std::size_t end = begin + 1;
    for (; alphanumeric_at(text, end); ++end)
        rest |= bit(end);
    const bool one_class = (rest & ~first) == 0;
    const bool capitalized = first == upper && rest == lower;
    return {begin, end, one_class || capitalized};
}

/// Adds the pieces of a run; `piece` tells what is known of the first.
template <class Text>
void split_run(const Text& text, const AlphanumericRun& run, const Piece& piece,
               std::vector<Piece>& pieces) {
    const std::size_t count_before = pieces.size();
    Piece next = piece;
    const auto add = [&](std::size_t from, std::size_t to, bool stemmable, bool plural) {
        next.begin = from;
        next.end = to;
        next.covered = to;
        next.stemmable = stemmable;
        next.plural = plural;
        pieces.push_back(next);
        next.join = Join::none;
        next.joiner = to;
        next.lead = to;
    };
    const auto begins_with_letter = [&](std::size_t i) { return is_letter(text.cls(i)); };
    if (run.plain) return add(run.begin, run.end, begins_with_letter(run.begin), false);
    const auto add_hump = [&](std::size_t from, std::size_t to) {
        add(from, to, begins_with_letter(from), is_plural(text, from, to));
    };
    if (run.end - run.begin <= max_run) {
        std::size_t from = run.begin;
        for (std::size_t i = run.begin + 1; i < run.end; ++i) {
            if (!hump_at(text, i, run.end)) continue;
            add_hump(from, i);
            from = i;
        }
        add_hump(from, run.end);
        if (pieces.size() - count_before <= max_pieces_of_run) return;
    }
    pieces.resize(count_before);
    next = piece;
    add(run.begin, run.end, false, false);
}

/// The symbols that make a language's name of a single letter that ends before `i`: C++, C#.
template <class Text>
std::size_t name_symbols_at(const Text& text, std::size_t i) {
    if (symbol_at(text, i) == '+' && symbol_at(text, i + 1) == '+') {
        return symbol_at(text, i + 2) == '+' ? 0 : 2;
    }
    if (symbol_at(text, i) == '#') {
        return letter_at(text, i + 1) || symbol_at(text, i + 1) == '#' ? 0 : 1;
    }
    return 0;
}

/// Reads the letters and digits at `i` and what is attached to them. Returns the end of all that.
template <class Text>
std::size_t lex_run(const Text& text, std::size_t i, Piece piece, std::vector<Piece>& pieces) {
    piece.lead = i;
    const char joined_by = piece.join == Join::tight ? text.symbol(piece.joiner) : '\0';
    if (digit_at(text, i) && joined_by != ',' && joined_by != '.') {
        const std::size_t end = thousands_end(text, i);
        if (end > i) {
            piece.begin = i;
            piece.end = piece.covered = end;
            pieces.push_back(piece);
            return end;
        }
    }
    const bool version =
        text.symbol(i) == 'v' && digit_at(text, i + 1) && thousands_end(text, i + 1) == i + 1;
    if (version) ++i;
    const AlphanumericRun run = find_run(text, i);
    split_run(text, run, piece, pieces);
    std::size_t end = run.end;

    Piece& last = pieces.back();
    if (end - i == 1 && is_letter(text.cls(i)) && text.symbol(i) != '\0') {
        const std::size_t symbols = name_symbols_at(text, end);
        if (symbols > 0) {
            last.end = last.covered = end + symbols;
            last.stemmable = false;
            return last.end;
        }
    }
    for (std::size_t next = contraction_end(text, end); next > end;
         next = contraction_end(text, end)) {
        last.stemmable = last.stemmable && is_silent_apostrophe(text, end);
        end = last.end = last.covered = next;
    }
    const bool possessive = symbol_at(text, end) == '\'' && symbol_at(text, end + 1) == 's' &&
                            !alphanumeric_at(text, end + 2);
    if (possessive) end = last.covered = end + 2;
    return end;
}

}  // namespace lexer

/// Reads the word or identifier whose attached symbols begin at `begin` and whose letters or digits
/// begin at `first`. Returns its end.
template <class Text>
std::size_t lex_compound(const Text& text, std::size_t begin, std::size_t first,
                         Compound& compound) {
    using namespace lexer;
    compound.pieces.clear();
    compound.begin = begin;
    std::size_t i = first;
    Piece piece;
    piece.joiner = first;
    for (;;) {
        i = lex_run(text, i, piece, compound.pieces);
        piece.joiner = i;
        piece.join = Join::none;
        if (compound.pieces.size() >= max_pieces) break;
        if (alphanumeric_at(text, i)) continue;
        const Joiner joiner = joiner_at(text, i);
        if (joiner.length == 0) break;
        piece.join = joiner.join;
        i += joiner.length;
    }
    compound.end = i + suffix_length(text, i);
    return compound.end;
}

}  // namespace kb
