#include "ingest/statements.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "ingest/lines.hpp"
#include "kb/analyzer.hpp"
#include "text/char_class.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t longest_header = 80;  // code points
constexpr std::size_t most_header_words = 8;
/// Deeper lines are code or quotations.
constexpr std::size_t deepest_header = 8;

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::vector<std::string_view> blank_separated(std::string_view text) {
    std::vector<std::string_view> words;
    while (!(text = trim_left(text)).empty()) {
        std::size_t end = 0;
        while (end < text.size() && leading_space_bytes(text.substr(end, 4)) == 0)
            ++end;
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

/// Capital letters, and letters of scripts that have none.
bool begins_capitalised(std::string_view word) {
    if (word.empty()) return false;
    const CharClass cls = char_traits(decode_utf8(word, 0).code_point).cls;
    return cls == CharClass::upper || cls == CharClass::letter || is_spaceless(cls);
}

constexpr std::array<std::string_view, 34> particles = {
    "van", "von",   "vom", "zu", "zum", "zur", "der", "den",  "ter", "ten", "te", "de",
    "del", "della", "di",  "da", "das", "do",  "dos", "du",   "des", "la",  "le", "las",
    "los", "y",     "e",   "af", "av",  "bin", "ibn", "bint", "el",  "al"};

bool is_particle(std::string_view word) {
    return std::find(particles.begin(), particles.end(), word) != particles.end();
}

/// "al-Rashid", "d’Arc", "O'Neil": a name in spite of its small beginning.
bool is_prefixed_name(std::string_view word) {
    for (const std::string_view mark : {"-", "'", "’"}) {
        const std::size_t at = word.find(mark);
        if (at != std::string_view::npos && at <= 3 && is_particle(word.substr(0, at))) {
            return begins_capitalised(word.substr(at + mark.size()));
        }
        if (at == 1 && begins_capitalised(word.substr(at + mark.size()))) return true;
    }
    return false;
}

/// Single letters are initials with a dot and pronouns without.
bool is_name_word(std::string_view word) {
    if (code_points(word) < 2) return false;
    return begins_capitalised(word) || is_prefixed_name(word);
}

bool is_dash(std::string_view word) {
    return word == "-" || word == "–" || word == "—" || word == "|" || word == "·";
}

/// The words before the dash or bracket that sets the name off, if there is one: "Ada Mary Byron –
/// London", "Ada Mary Byron (London)".
std::optional<std::size_t> name_words_before_dash(const std::vector<std::string_view>& words) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i - 1].ends_with(',')) return std::nullopt;
        if (is_dash(words[i]) || words[i].starts_with('(')) return i;
    }
    return std::nullopt;
}

/// How many words at the beginning make up the name, by capitals and particles.
std::size_t name_words_by_capitals(const std::vector<std::string_view>& words) {
    std::size_t names = 0;
    std::size_t end = 0;  // behind the last word of the name
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_particle(words[i]) && i > 0) continue;  // counts if a name follows
        const bool joined = i > 0 && is_particle(words[i - 1]);
        if (!is_name_word(words[i]) || (names >= 2 && !joined)) break;
        ++names;
        end = i + 1;
        if (words[i].ends_with(',')) break;
    }
    const bool comma = end > 0 && words[end - 1].ends_with(',');
    return names >= 2 || comma ? end : 0;
}

/// Whether the line by its form could be a header, bullet and indentation aside.
bool has_header_form(std::string_view text) {
    if (text.empty() || code_points(text) > longest_header) return false;
    if (std::string_view(".!?:;,").find(text.back()) != std::string_view::npos) return false;
    if (blank_separated(text).size() > most_header_words) return false;
    return !candidate_name(text).empty();
}

/// A line of the page that begins a section.
struct Header {
    std::size_t line = 0;
    std::string_view text;
    std::size_t indentation = 0;  ///< of the paragraphs under it
};

/// The page's lines with what stands around them.
class Page {
  public:
    explicit Page(const std::vector<std::string_view>& lines) : lines_(lines) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (!is_blank(lines[i])) filled_.push_back(i);
        }
    }

    /// All headers but the first.
    std::vector<Header> headers_set_off() const {
        std::vector<Header> found;
        for (std::size_t at = 1; at < filled_.size(); ++at) {
            if (blanks_before(at) < 2) continue;
            if (const auto header = header_at(at)) found.push_back(*header);
        }
        return found;
    }

    /// The header below the introduction that two blank lines do not set off, if it is there,
    /// before the first of the `others`.
    std::optional<Header> first_header(const std::vector<Header>& others) const {
        // A heading of the introduction looks much like a header, but seldom names a place.
        const bool with_place = std::any_of(others.begin(), others.end(), has_place);
        for (std::size_t at = 1; at < filled_.size() && filled_[at] < others.front().line; ++at) {
            if (blanks_after(at) != 1) continue;
            const auto header = header_at(at);
            if (!header) continue;
            if (blanks_before(at) == 0 || !with_place || has_place(*header)) return header;
        }
        return std::nullopt;
    }

  private:
    static bool has_place(const Header& header) {
        return header.text.find(',') != std::string_view::npos;
    }

    std::size_t blanks_before(std::size_t at) const { return filled_[at] - filled_[at - 1] - 1; }
    std::size_t blanks_after(std::size_t at) const {
        return at + 1 < filled_.size() ? filled_[at + 1] - filled_[at] - 1 : 0;
    }

    /// The filled line as a header. It needs content below it: a list item's must be indented under
    /// it, which those of an ordinary list are not.
    std::optional<Header> header_at(std::size_t at) const {
        if (at + 1 >= filled_.size()) return std::nullopt;
        const std::string_view line = trim_right(lines_[filled_[at]]);
        const std::size_t indented = ingest::indentation(line);
        const std::string_view content = trim_left(line);
        const std::size_t bullet = bullet_bytes(content);
        const std::string_view text = content.substr(bullet);
        if (indented > deepest_header || !has_header_form(text)) return std::nullopt;
        if (blanks_after(at) > 1) return std::nullopt;
        const std::size_t column = indented + code_points(content.substr(0, bullet));
        const std::string_view next = lines_[filled_[at + 1]];
        const bool under_it = ingest::indentation(next) >= column &&
                              bullet_bytes(trim_left(next)) == 0 && blanks_after(at) == 1;
        if (bullet > 0 && !under_it) return std::nullopt;
        return Header{filled_[at], text, column};
    }

    const std::vector<std::string_view>& lines_;
    std::vector<std::size_t> filled_;  ///< the lines that are not blank
};

/// Whether a slug has a word with one of these beginnings.
template <std::size_t N>
bool speaks_of(std::string_view slug, const std::array<std::string_view, N>& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
        return slug.find('-' + std::string(beginning)) != std::string_view::npos;
    });
}

/// Whether title and introduction announce candidates and what they say.
bool announces_candidates(std::string_view title,
                          const std::vector<std::string_view>& introduction) {
    constexpr std::array<std::string_view, 4> people = {"candidat", "kandidat", "kandidier",
                                                        "nominee"};
    constexpr std::array<std::string_view, 16> occasion = {
        "statement",  "declarac", "declarat", "stellungnahme", "elect", "eleccion",
        "verkiezing", "wahl",     "vot",      "board",         "vorst", "bestuur",
        "council",    "conseil",  "consejo",  "committee"};
    constexpr std::size_t examined = 8192;
    std::string text(truncate_utf8(title, examined));
    for (const std::string_view line : introduction) {
        if (text.size() > examined) break;
        (text += ' ') += truncate_utf8(line, examined);
    }
    const std::string words = '-' + slug(text);
    return speaks_of(words, people) && speaks_of(words, occasion) &&
           words.find("-release-candidate") == std::string::npos;
}

using Lines = std::vector<std::string_view>;

Lines dedented(const Lines& lines, std::size_t begin, std::size_t end, std::size_t indentation) {
    Lines part;
    part.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i)
        part.push_back(dedent(lines[i], indentation));
    return part;
}

}  // namespace

CandidatePage split_candidates(std::string_view title, const std::vector<std::string_view>& lines) {
    CandidatePage page;
    const Page layout(lines);
    std::vector<Header> headers = layout.headers_set_off();
    if (headers.empty()) return page;
    if (const auto first = layout.first_header(headers)) headers.insert(headers.begin(), *first);
    if (headers.size() < 2 || headers.size() > most_statements) return page;
    page.introduction = dedented(lines, 0, headers.front().line, 0);
    if (!announces_candidates(title, page.introduction)) return {};
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const std::size_t next = i + 1 < headers.size() ? headers[i + 1].line : lines.size();
        page.sections.push_back(
            {headers[i].text, dedented(lines, headers[i].line + 1, next, headers[i].indentation)});
    }
    return page;
}

std::string candidate_name(std::string_view header) {
    const std::vector<std::string_view> words = blank_separated(header);
    if (words.empty() || !is_name_word(words.front())) return {};
    const std::size_t count = name_words_before_dash(words).value_or(name_words_by_capitals(words));
    std::string name;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) name += ' ';
        name += words[i];
    }
    if (name.ends_with(',')) name.pop_back();
    return name;
}

std::string slug(std::string_view header) {
    std::string out;
    bool pending = false;
    const std::string folded = fold(header);
    for (std::size_t at = 0; at < folded.size();) {
        const Utf8Step step = decode_utf8(folded, at);
        const CharClass cls = char_traits(step.code_point).cls;
        if (is_alphanumeric(cls) || is_spaceless(cls)) {
            if (pending && !out.empty()) out += '-';
            pending = false;
            out.append(folded, at, step.bytes);
        } else {
            pending = cls != CharClass::extend || pending;
        }
        at += step.bytes;
    }
    return out;
}

}  // namespace kb::ingest
