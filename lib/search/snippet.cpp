#include "search/snippet.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "text/blocks.hpp"
#include "text/graphemes.hpp"

namespace kb::search {

namespace {

constexpr std::size_t chunk_bytes = std::size_t{16} << 10;
constexpr std::string_view ellipsis = "…";
/// A second sight of a word tells a little.
constexpr double repetition_value = 0.05;
/// A passage near the beginning is a better summary: enough to break ties, no more.
constexpr double early_bonus = 0.01;

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}
bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

/// [begin, end) of a text.
struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The byte after `count` code points from `begin`, or the end.
std::size_t advance(std::string_view text, std::size_t begin, std::size_t count) {
    while (begin < text.size() && count > 0) {
        ++begin;
        while (begin < text.size() && is_continuation(text[begin]))
            ++begin;
        --count;
    }
    return begin;
}

std::size_t retreat(std::string_view text, std::size_t end, std::size_t count) {
    while (end > 0 && count > 0) {
        --end;
        while (end > 0 && is_continuation(text[end]))
            --end;
        --count;
    }
    return end;
}

/// A passage's matches: matches[first, last).
struct Passage {
    std::size_t first = 0;
    std::size_t last = 0;
    double value = 0;
};

/// The run of matches within `length` code points that shows most. Two pointers over the matches;
/// linear in them and in the text.
std::optional<Passage> best_passage(std::string_view text, const std::vector<TextMatch>& matches,
                                    std::size_t length) {
    std::optional<Passage> best;
    std::map<std::size_t, std::size_t> seen;  // target → occurrences in the window
    double value = 0;
    std::size_t last = 0;
    for (std::size_t first = 0; first < matches.size(); ++first) {
        const std::size_t limit = advance(text, matches[first].begin, length);
        while (last < matches.size() && matches[last].end <= limit) {
            value += seen[matches[last].target]++ == 0 ? matches[last].weight
                                                       : matches[last].weight * repetition_value;
            ++last;
        }
        if (last > first && (!best || value > best->value)) best = Passage{first, last, value};
        if (last > first) {
            const std::size_t left = --seen[matches[first].target];
            value -= left == 0 ? matches[first].weight : matches[first].weight * repetition_value;
        } else {
            last = first + 1;  // a single match longer than the window
        }
    }
    return best;
}

/// Whether a block or sentence begins at `at`.
bool starts_sentence(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char before = text[at - 1];
    if (before == '\n') return true;
    if (!is_space(before) || at < 2) return false;
    const char end = text[at - 2];
    return end == '.' || end == '!' || end == '?' || end == ':';
}

bool starts_word(std::string_view text, std::size_t at) {
    return at == 0 || is_space(text[at - 1]);
}

/// Where to begin so that the words shown first have some context: at the farthest start of a
/// sentence within reach, else at a word, else between characters.
std::size_t choose_begin(std::string_view text, std::size_t first_match, std::size_t context) {
    const std::size_t reach = retreat(text, first_match, context);
    std::optional<std::size_t> word;
    for (std::size_t at = reach; at <= first_match; ++at) {
        if (is_continuation(text[at]) || is_space(text[at])) continue;
        if (starts_sentence(text, at)) return at;
        if (!word && starts_word(text, at)) word = at;
    }
    return word ? *word : grapheme_start(text, reach);
}

/// Where to end: after the last whole word that fits, else between characters.
std::size_t choose_end(std::string_view text, std::size_t begin, std::size_t last_match,
                       std::size_t length) {
    const std::size_t limit = advance(text, begin, length);
    if (limit == text.size()) return limit;
    for (std::size_t at = limit; at >= last_match && at > begin; --at) {
        if (is_space(text[at])) return at;
    }
    return grapheme_start(text, limit);
}

/// What the ellipses on both sides take; very short snippets do without.
std::size_t ellipses_length(std::size_t length) {
    return length < 8 ? 0 : 2;
}

/// A passage that shows the matches, not longer than `length` with its ellipses.
Window choose_window(std::string_view text, std::size_t match_begin, std::size_t match_end,
                     std::size_t length) {
    const std::size_t room = length - ellipses_length(length);
    const std::size_t needed = code_points(text.substr(match_begin, match_end - match_begin));
    const std::size_t context = needed < room ? (room - needed) / 2 : 0;
    const std::size_t begin = choose_begin(text, match_begin, context);
    return {begin, choose_end(text, begin, match_end, room)};
}

/// Writes a window as one line, keeping track of where the matches go.
Snippet render(std::string_view text, Window window, std::span<const TextMatch> matches,
               bool with_ellipses) {
    Snippet snippet;
    std::uint32_t written = 0;
    std::size_t next = 0;
    std::size_t open_until = 0;  // where the open highlight ends; 0: none is open
    const auto put = [&](std::string_view piece) {
        snippet.text += piece;
        written += static_cast<std::uint32_t>(code_points(piece));
    };
    while (window.begin < window.end && is_space(text[window.begin]))
        ++window.begin;
    while (window.end > window.begin && is_space(text[window.end - 1]))
        --window.end;
    if (with_ellipses && window.begin > 0) put(ellipsis);
    for (std::size_t at = window.begin; at <= window.end; ++at) {
        if (open_until != 0 && at >= open_until) {
            snippet.highlights.back().end = written;
            open_until = 0;
        }
        if (at == window.end) break;
        while (next < matches.size() && matches[next].begin < at)
            ++next;
        for (; next < matches.size() && matches[next].begin == at; ++next) {
            if (matches[next].end > window.end) continue;
            const bool touches =
                !snippet.highlights.empty() && snippet.highlights.back().end == written;
            if (open_until == 0 && !touches) snippet.highlights.push_back({written, written});
            open_until = std::max(open_until, matches[next].end);
        }
        if (!is_space(text[at])) {
            snippet.text += text[at];
            if (!is_continuation(text[at])) ++written;
        } else if (!is_space(text[at - 1])) {  // the window begins with a character
            put(" ");
        }
    }
    if (with_ellipses && window.end < text.size()) put(ellipsis);
    return snippet;
}

}  // namespace

Snippet make_snippet(Highlighter& highlighter, std::string_view text, std::string_view lang,
                     std::uint32_t length) {
    if (length == 0 || text.empty()) return {};
    const double perfect = highlighter.best_weight(ast::Field::text);
    const std::string_view searched = text.substr(0, max_snippet_bytes);
    std::vector<TextMatch> best_matches;
    std::optional<Passage> best;
    for (std::size_t begin = 0; begin < searched.size() && perfect > 0;) {
        const std::size_t end = block_end(searched, begin, chunk_bytes);
        std::vector<TextMatch> matches =
            highlighter.find(searched.substr(begin, end - begin), lang, ast::Field::text);
        for (TextMatch& match : matches) {
            match.begin += begin;
            match.end += begin;
        }
        const auto passage = best_passage(text, matches, length - ellipses_length(length));
        if (passage && (!best || passage->value > best->value + early_bonus * perfect)) {
            best = passage;
            best_matches = std::move(matches);
        }
        if (best && best->value >= perfect) break;
        begin = end;
    }
    const bool with_ellipses = ellipses_length(length) > 0;
    if (!best) {
        const std::size_t end = choose_end(text, 0, 0, length - ellipses_length(length));
        return render(text, {0, end}, {}, with_ellipses);
    }
    const TextMatch& first = best_matches[best->first];
    std::size_t end = first.end;
    for (std::size_t i = best->first; i < best->last; ++i)
        end = std::max(end, best_matches[i].end);
    return render(text, choose_window(text, first.begin, end, length), best_matches, with_ellipses);
}

std::vector<TextRange> title_highlights(Highlighter& highlighter, std::string_view title,
                                        std::string_view lang) {
    std::vector<TextRange> ranges;
    std::size_t at = 0;
    std::uint32_t position = 0;
    const auto position_of = [&](std::size_t byte) {
        position += static_cast<std::uint32_t>(code_points(title.substr(at, byte - at)));
        at = byte;
        return position;
    };
    std::size_t covered = 0;
    for (const TextMatch& match : highlighter.find(title, lang, ast::Field::title)) {
        if (match.end <= covered) continue;
        if (match.begin <= covered &&
            !ranges.empty()) {  // overlaps or touches the last: grow that one
            ranges.back().end = position_of(match.end);
        } else {
            const std::uint32_t begin = position_of(match.begin);
            ranges.push_back({begin, position_of(match.end)});
        }
        covered = match.end;
    }
    return ranges;
}

}  // namespace kb::search
