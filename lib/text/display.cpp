#include "kb/display.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>

#include "kb/error.hpp"
#include "text/icu.hpp"
#include "text/utf8.hpp"

namespace kb {
namespace {

constexpr UChar32 replacement = 0xfffd;
constexpr std::string_view replacement_text = "\ufffd";
constexpr UChar32 zero_width_joiner = 0x200d;
constexpr UChar32 emoji_selector = 0xfe0f;
constexpr UChar32 keycap = 0x20e3;
constexpr std::string_view ellipsis = "…";

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_separator(UChar32 c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// What a terminal, or the reader's eye, could take for something else than text.
bool is_unsafe(UChar32 c) {
    return u_charType(c) == U_CONTROL_CHAR || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x206f) || (c >= 0xfff9 && c <= 0xfffb) || U_IS_UNICODE_NONCHAR(c);
}

bool is_tag(UChar32 c) {
    return c >= 0xe0000 && c <= 0xe007f;
}

/// Tags spell the region of a flag, as in England's; anywhere else they are invisible text.
bool may_precede_tag(UChar32 before) {
    constexpr UChar32 black_flag = 0x1f3f4;
    return before == black_flag || is_tag(before);
}

/// The code point at `position`, which is moved behind it.
UChar32 next_code_point(std::string_view text, std::size_t& position) {
    const Utf8Step step = decode_utf8(text, position);
    position += step.bytes;
    return static_cast<UChar32>(step.code_point);
}

std::size_t code_point_width(UChar32 c) {
    constexpr UChar32 soft_hyphen = 0xad;  // invisible by its class, yet terminals draw it
    if (c == soft_hyphen) return 1;
    switch (u_charType(c)) {
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_FORMAT_CHAR:
        case U_CONTROL_CHAR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
            return 0;
        default:
            break;
    }
    const int hangul = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (hangul == U_HST_VOWEL_JAMO || hangul == U_HST_TRAILING_JAMO) return 0;
    const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool joins_emoji(UChar32 c) {
    return c == emoji_selector || c == zero_width_joiner || c == keycap ||
           u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER);
}

bool starts_emoji(UChar32 c) {
    return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) ||
           u_hasBinaryProperty(c, UCHAR_EMOJI);
}

struct Cluster {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t width = 0;
};

/// Measures the grapheme cluster [begin, end). One that is far wider than any real one (a chain of
/// spacing marks, say) ends early, so that no line overflows.
Cluster measure(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr std::size_t widest = 8;
    Cluster cluster{begin, begin, 0};
    bool emoji = false;
    bool joined = false;
    while (cluster.end < end) {
        std::size_t next = cluster.end;
        const UChar32 c = next_code_point(text, next);
        if (cluster.end == begin) emoji = starts_emoji(c);
        joined = joined || (cluster.end != begin && joins_emoji(c));
        const std::size_t width = code_point_width(c);
        if (cluster.width + width > widest && !(emoji && starts_emoji(c))) break;
        cluster.width += width;
        cluster.end = next;
    }
    if (emoji && joined) cluster.width = 2;
    return cluster;
}

struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};

/// An ICU break iterator over UTF-8 bytes.
class Boundaries {
  public:
    using Factory = icu::BreakIterator* (*)(const icu::Locale&, UErrorCode&);

    Boundaries(Factory create, std::string_view text) {
        if (text.size() >= std::numeric_limits<std::int32_t>::max()) {
            throw Error(ErrorCode::invalid_argument, "the text to print is too long");
        }
        UErrorCode status = U_ZERO_ERROR;
        iterator_.reset(create(icu::Locale::getRoot(), status));
        check_icu(status, "break text into lines and characters");
        text_.reset(
            utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
        check_icu(status, "break text into lines and characters");
        iterator_->setText(text_.get(), status);
        check_icu(status, "break text into lines and characters");
        iterator_->first();
    }

    /// The next boundary, or nothing behind the last.
    bool next(std::size_t& position) {
        const std::int32_t at = iterator_->next();
        if (at == icu::BreakIterator::DONE) return false;
        position = static_cast<std::size_t>(at);
        return true;
    }

    bool is_hard_line_end() const { return iterator_->getRuleStatus() >= UBRK_LINE_HARD; }

  private:
    std::unique_ptr<UText, CloseText> text_;
    std::unique_ptr<icu::BreakIterator> iterator_;
};

/// The grapheme clusters of a text in order. Plain ASCII does without ICU.
class Clusters {
  public:
    explicit Clusters(std::string_view text) : text_(text) {
        if (!is_plain_ascii(text)) {
            boundaries_ =
                std::make_unique<Boundaries>(&icu::BreakIterator::createCharacterInstance, text);
        }
    }

    bool next(Cluster& cluster) {
        if (position_ == text_.size()) return false;
        if (!boundaries_) {
            cluster = {position_, position_ + 1, 1};
        } else {
            if (position_ == boundary_ && !boundaries_->next(boundary_)) return false;
            cluster = measure(text_, position_, boundary_);
        }
        position_ = cluster.end;
        return true;
    }

  private:
    std::string_view text_;
    std::unique_ptr<Boundaries> boundaries_;
    std::size_t position_ = 0;
    std::size_t boundary_ = 0;
};

/// The places where a line may end, asked for in ascending order.
class LineEnds {
  public:
    enum class Kind : std::uint8_t { none, possible, required };

    explicit LineEnds(std::string_view text)
        : size_(text.size()), boundaries_(&icu::BreakIterator::createLineInstance, text) {}

    Kind at(std::size_t position) {
        while (next_ < position && boundaries_.next(next_))
            continue;
        if (next_ != position) return Kind::none;
        return boundaries_.is_hard_line_end() && position < size_ ? Kind::required : Kind::possible;
    }

  private:
    std::size_t size_;
    Boundaries boundaries_;
    std::size_t next_ = 0;
};

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view without_trailing_blanks(std::string_view line) {
    while (!line.empty() && is_blank(line.back()))
        line.remove_suffix(1);
    return line;
}

/// Fills lines greedily, cluster by cluster.
class LineFiller {
  public:
    LineFiller(std::string_view text, std::size_t columns) : text_(text), columns_(columns) {}

    void add(const Cluster& cluster, LineEnds::Kind end) {
        // Blanks hang over the edge: they vanish with the line's end.
        const bool blank = cluster.end - cluster.begin == 1 && is_blank(text_[cluster.begin]);
        while (!blank && width_ + cluster.width > columns_ && cluster.begin > begin_) {
            end_line(break_ > begin_ ? break_ : cluster.begin,
                     break_ > begin_ ? break_width_ : width_);
        }
        width_ += cluster.width;
        if (end == LineEnds::Kind::required) {
            end_line(cluster.end, width_, true);
        } else if (end == LineEnds::Kind::possible) {
            break_ = cluster.end;
            break_width_ = width_;
        }
    }

    std::vector<std::string_view> finish() {
        if (begin_ < text_.size()) end_line(text_.size(), width_);
        return std::move(lines_);
    }

  private:
    void end_line(std::size_t end, std::size_t width, bool keep_empty = false) {
        const std::string_view line = without_trailing_blanks(text_.substr(begin_, end - begin_));
        if (keep_empty || !line.empty()) lines_.push_back(line);
        begin_ = end;
        width_ -= width;
    }

    std::string_view text_;
    std::size_t columns_;
    std::vector<std::string_view> lines_;
    std::size_t begin_ = 0;        // of the current line
    std::size_t width_ = 0;        // of the current line so far
    std::size_t break_ = 0;        // the last place where it may end, if behind begin_
    std::size_t break_width_ = 0;  // its width up to there
};

}  // namespace

std::string printable(std::string_view text) {
    if (is_plain_ascii(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    UChar32 before = 0;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t begin = position;
        UChar32 c = next_code_point(text, position);
        if (is_separator(c)) {
            out += ' ';
        } else if (c == replacement || is_unsafe(c) || (is_tag(c) && !may_precede_tag(before))) {
            c = replacement;
            out += replacement_text;
        } else {
            out += text.substr(begin, position - begin);
        }
        before = c;
    }
    return out;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    Clusters clusters(text);
    for (Cluster cluster; clusters.next(cluster);)
        width += cluster.width;
    return width;
}

std::string fit_width(std::string_view text, std::size_t columns) {
    if (columns == 0) return {};
    std::size_t width = 0;
    std::size_t kept = 0;  // bytes that leave a column for the ellipsis
    Clusters clusters(text);
    for (Cluster cluster; clusters.next(cluster);) {
        width += cluster.width;
        if (width > columns) {
            return std::string(without_trailing_blanks(text.substr(0, kept))).append(ellipsis);
        }
        if (width < columns) kept = cluster.end;
    }
    return std::string(text);
}

std::vector<std::string_view> wrap(std::string_view text, std::size_t columns) {
    if (text.empty()) return {};
    LineFiller filler(text, std::max<std::size_t>(columns, 1));
    LineEnds ends(text);
    Clusters clusters(text);
    for (Cluster cluster; clusters.next(cluster);)
        filler.add(cluster, ends.at(cluster.end));
    return filler.finish();
}

}  // namespace kb
