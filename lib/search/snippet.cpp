#include "search/snippet.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "search/code_lines.hpp"
#include "search/code_points.hpp"
#include "search/passages.hpp"
#include "text/blocks.hpp"
#include "text/graphemes.hpp"
#include "text/utf8.hpp"

namespace kb::search {

namespace {

constexpr std::size_t chunk_bytes = std::size_t{16} << 10;
constexpr std::string_view ellipsis = "…";
constexpr std::string_view code_line_end = " ⏎ ";
constexpr std::size_t shortest_fragment = 40;
/// A passage near the beginning is a better summary: enough to break ties, no more.
constexpr double early_bonus = 0.01;

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/// [begin, end) of a text.
struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::size_t retreat(std::string_view text, std::size_t end, std::size_t count) {
    while (end > 0 && count > 0) {
        --end;
        while (end > 0 && is_continuation(text[end]))
            --end;
        --count;
    }
    return end;
}

/// Whether a block or sentence begins at `at`.
bool starts_sentence(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char before = text[at - 1];
    if (before == '\n') return true;
    // Ideographic full stop, full-width exclamation and question mark: no space follows.
    for (const std::string_view end : {"。", "！", "？"}) {
        if (text.substr(0, at).ends_with(end)) return true;
    }
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

/// What the ellipses around and between so many passages take; very short snippets do without.
std::size_t ellipses_length(std::size_t length, std::size_t passages) {
    return length < 8 ? 0 : 2 + (passages - 1) * 3;
}

/// White space from `at` on: where it ends, and the newline in it if there is exactly one.
struct Space {
    std::size_t end = 0;
    std::optional<std::size_t> only_newline = std::nullopt;
};

Space space_at(std::string_view text, std::size_t at) {
    Space space{at};
    std::size_t newlines = 0;
    for (; space.end < text.size() && is_space(text[space.end]); ++space.end) {
        if (text[space.end] == '\n' && ++newlines == 1) space.only_newline = space.end;
    }
    if (newlines > 1) space.only_newline.reset();
    return space;
}

/// Cuts a window whose code has so many line ends, which take more room than in the text, that it
/// would become longer than `room`.
Window with_line_ends(std::string_view text, Window window, std::size_t room) {
    CodeLines code(text);
    std::size_t written = 0;
    for (std::size_t at = window.begin; at < window.end;) {
        if (is_space(text[at])) {
            const Space space = space_at(text, at);
            written += space.only_newline && code.breaks_at(*space.only_newline) ? 3U : 1U;
            at = space.end;
        } else {
            written += is_continuation(text[at]) ? 0U : 1U;
            ++at;
        }
        if (written <= room) continue;
        for (std::size_t end = at - 1; end > window.begin; --end) {
            if (is_space(text[end])) return {window.begin, end};
        }
        return {window.begin, grapheme_start(text, at - 1)};
    }
    return window;
}

/// A passage that shows the matches, not longer than `room`.
Window choose_window(std::string_view text, std::size_t match_begin, std::size_t match_end,
                     std::size_t room) {
    const std::size_t needed = count_code_points(text.substr(match_begin, match_end - match_begin));
    const std::size_t context = needed < room ? (room - needed) / 2 : 0;
    const std::size_t begin = choose_begin(text, match_begin, context);
    return with_line_ends(text, {begin, choose_end(text, begin, match_end, room)}, room);
}

/// Writes windows of a text as one line, keeping track of where the matches go.
class Renderer {
  public:
    Renderer(std::string_view text, std::span<const TextMatch> matches, bool with_ellipses)
        : text_(text), matches_(matches), code_(text), with_ellipses_(with_ellipses) {}

    /// Windows come in ascending order and do not overlap.
    void add(Window window) {
        window = trimmed(window);
        if (window.begin >= window.end) return;
        if (!snippet_.text.empty()) {
            const bool goes_on = trimmed({last_end_, window.begin}).begin >= window.begin;
            put(goes_on || !with_ellipses_ ? " " : " … ");
        } else if (with_ellipses_ && window.begin > 0) {
            put(ellipsis);
        }
        code_ = CodeLines(text_);  // decides as it did when the window was chosen
        write(window);
        last_end_ = window.end;
    }

    Snippet finish() {
        if (with_ellipses_ && last_end_ < text_.size()) put(ellipsis);
        return std::move(snippet_);
    }

  private:
    Window trimmed(Window window) const {
        while (window.begin < window.end && is_space(text_[window.begin]))
            ++window.begin;
        while (window.end > window.begin && is_space(text_[window.end - 1]))
            --window.end;
        return window;
    }

    void put(std::string_view piece) {
        snippet_.text += piece;
        written_ += static_cast<std::uint32_t>(count_code_points(piece));
    }

    void write(Window window) {
        std::size_t open_until = 0;  // where the open highlight ends; 0: none is open
        for (std::size_t at = window.begin; at <= window.end; ++at) {
            if (open_until != 0 && at >= open_until) {
                snippet_.highlights.back().end = written_;
                open_until = 0;
            }
            if (at == window.end) return;
            open_until = open(at, window.end, open_until);
            if (!is_space(text_[at])) {
                snippet_.text += text_[at];
                if (!is_continuation(text_[at])) ++written_;
            } else if (!is_space(text_[at - 1])) {  // the window begins with a character
                put_space(at);
            }
        }
    }

    /// Opens a highlight where a match begins; returns where the open one ends.
    std::size_t open(std::size_t at, std::size_t window_end, std::size_t open_until) {
        while (next_ < matches_.size() && matches_[next_].begin < at)
            ++next_;
        for (; next_ < matches_.size() && matches_[next_].begin == at; ++next_) {
            if (matches_[next_].end > window_end) continue;
            const bool touches =
                !snippet_.highlights.empty() && snippet_.highlights.back().end == written_;
            if (open_until == 0 && !touches) snippet_.highlights.push_back({written_, written_});
            open_until = std::max(open_until, matches_[next_].end);
        }
        return open_until;
    }

    /// One space for white space of any length; the line ends of code stay visible.
    void put_space(std::size_t at) {
        const Space space = space_at(text_, at);
        put(space.only_newline && code_.breaks_at(*space.only_newline) ? code_line_end : " ");
    }

    std::string_view text_;
    std::span<const TextMatch> matches_;
    CodeLines code_;
    bool with_ellipses_;
    Snippet snippet_;
    std::uint32_t written_ = 0;
    std::size_t next_ = 0;
    std::size_t last_end_ = 0;
};

/// Finds what the query asks for in the text, a piece at a time.
class MatchSearch {
  public:
    MatchSearch(Highlighter& highlighter, std::string_view text, std::string_view lang)
        : highlighter_(highlighter), text_(text.substr(0, max_snippet_bytes)), lang_(lang) {}

    bool at_end() const { return at_ >= text_.size(); }
    /// The matches of the next piece, by their place in the whole.
    std::vector<TextMatch> next() {
        const std::size_t end = block_end(text_, at_, chunk_bytes);
        std::vector<TextMatch> matches =
            highlighter_.find(text_.substr(at_, end - at_), lang_, ast::Field::text);
        for (TextMatch& match : matches) {
            match.begin += at_;
            match.end += at_;
        }
        at_ = end;
        return matches;
    }

  private:
    Highlighter& highlighter_;
    std::string_view text_;
    std::string_view lang_;
    std::size_t at_ = 0;
};

/// What a snippet shows: the matches, and which of them by each of its passages.
struct Choice {
    std::vector<TextMatch> matches;
    std::vector<Passage> passages;
};

/// The best passage; stops where nothing better can come.
Choice choose_one(MatchSearch search, std::string_view text, double perfect, std::size_t room) {
    Choice best;
    while (!search.at_end()) {
        std::vector<TextMatch> matches = search.next();
        std::vector<Passage> found = best_passages(text, matches, room, 1);
        if (!found.empty() &&
            (best.passages.empty() ||
             found.front().value > best.passages.front().value + early_bonus * perfect)) {
            best = {std::move(matches), std::move(found)};
        }
        if (!best.passages.empty() && best.passages.front().value >= perfect) break;
    }
    return best;
}

Choice choose_several(MatchSearch search, std::string_view text, std::size_t count,
                      std::size_t room) {
    Choice choice;
    while (!search.at_end()) {
        const std::vector<TextMatch> matches = search.next();
        choice.matches.insert(choice.matches.end(), matches.begin(), matches.end());
    }
    choice.passages = best_passages(text, choice.matches, room, count);
    std::sort(choice.passages.begin(), choice.passages.end(),
              [](const Passage& a, const Passage& b) { return a.first < b.first; });
    return choice;
}

/// The window around each passage, in order and without overlap.
std::vector<Window> windows_around(std::string_view text, const Choice& choice, std::size_t room) {
    std::vector<Window> windows;
    std::size_t end = 0;
    for (const Passage& passage : choice.passages) {
        std::size_t match_end = 0;
        for (std::size_t i = passage.first; i < passage.last; ++i)
            match_end = std::max(match_end, choice.matches[i].end);
        Window window = choose_window(text, choice.matches[passage.first].begin, match_end, room);
        window.begin = std::max(window.begin, end);
        window.end = std::max(window.end, end);
        windows.push_back(window);
        end = window.end;
    }
    return windows;
}

}  // namespace

Snippet make_snippet(Highlighter& highlighter, std::string_view text, std::string_view lang,
                     SnippetShape shape) {
    if (shape.length == 0 || text.empty()) return {};
    // Each passage has room for a few words at least.
    const std::size_t count = std::clamp<std::size_t>(
        shape.fragments, 1, std::max<std::size_t>(1, shape.length / shortest_fragment));
    const auto room = [&](std::size_t passages) {
        return (shape.length - ellipses_length(shape.length, passages)) / passages;
    };
    const double perfect = highlighter.best_weight(ast::Field::text);
    Choice choice;
    if (perfect > 0) {
        const MatchSearch search(highlighter, text, lang);
        choice = count == 1 ? choose_one(search, text, perfect, room(1))
                            : choose_several(search, text, count, room(count));
    }
    Renderer renderer(text, choice.matches, ellipses_length(shape.length, 1) > 0);
    if (choice.passages.empty()) {
        renderer.add(choose_window(text, 0, 0, room(1)));
        return renderer.finish();
    }
    for (const Window window : windows_around(text, choice, room(choice.passages.size())))
        renderer.add(window);
    return renderer.finish();
}

std::vector<TextRange> title_highlights(Highlighter& highlighter, std::string_view title,
                                        std::string_view lang) {
    std::vector<TextRange> ranges;
    std::size_t at = 0;
    std::uint32_t position = 0;
    const auto position_of = [&](std::size_t byte) {
        position += static_cast<std::uint32_t>(count_code_points(title.substr(at, byte - at)));
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
