#include "ingest/xml/repair.hpp"

#include <algorithm>
#include <array>

#include "document/ascii.hpp"
#include "ingest/finish.hpp"
#include "ingest/xml/decode.hpp"
#include "ingest/xml/doctype.hpp"
#include "ingest/xml/entities.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool begins_name(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || byte >= 0x80;
}

bool continues_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/// A control character that XML does not allow.
bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_space(c);
}

bool is_blank_xml(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_space);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return ascii_lowered(x) == ascii_lowered(y); });
}

/// Elements of HTML that have no end tag. Those that feeds use for something else are not in it.
bool is_void_html(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {"br", "hr", "img", "wbr", "input"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view known) { return equal_ignoring_case(name, known); });
}

/// Elements that end where the next one of the same name begins: HTML's that need no end tag, and
/// the items of a feed.
bool ends_at_sibling(std::string_view name) {
    return name == "p" || name == "li" || name == "item" || name == "entry";
}

/// Finds a piece of text again and again at growing positions, in linear time all in all, found or
/// not.
class Finder {
  public:
    explicit Finder(std::string_view sought) : sought_(sought) {}

    std::size_t find(std::string_view text, std::size_t from) {
        if (absent_) return npos;
        const std::size_t found = text.find(sought_, from);
        absent_ = found == npos;
        return found;
    }

  private:
    std::string_view sought_;
    bool absent_ = false;
};

class Repair {
  public:
    explicit Repair(std::string_view text) : text_(text) {}

    RepairedXml run() {
        result_.text.reserve(text_.size() + text_.size() / 16);
        skip_prologue();
        while (at_ < text_.size() && !result_.refusal) {
            copy_text(take_until(text_.find('<', at_)));
            if (at_ < text_.size()) read_markup();
        }
        finish();
        return std::move(result_);
    }

  private:
    // --- notes

    void note(std::size_t position, std::string message) {
        constexpr std::size_t most = 16;
        const bool known =
            std::any_of(result_.repairs.begin(), result_.repairs.end(),
                        [&](const XmlNote& other) { return other.message == message; });
        if (known || result_.repairs.size() >= most) return;
        if (result_.repairs.size() + 1 == most) message = "and more of the like";
        result_.repairs.push_back({line_at(position), std::move(message)});
    }

    void refuse(std::string message) {
        result_.refusal = XmlNote{line_at(at_), std::move(message)};
    }

    /// Positions are asked for in nearly rising order, so counting on is linear.
    std::uint64_t line_at(std::size_t position) {
        if (position > counted_) {
            const auto begin = text_.begin();
            line_ += static_cast<std::uint64_t>(
                std::count(begin + static_cast<std::ptrdiff_t>(counted_),
                           begin + static_cast<std::ptrdiff_t>(position), '\n'));
            counted_ = position;
        }
        return line_;
    }

    // --- the input

    /// The text up to `end` (npos: the rest), which is passed.
    std::string_view take_until(std::size_t end) {
        const std::string_view taken = text_.substr(at_, end == npos ? npos : end - at_);
        at_ += taken.size();
        return taken;
    }

    bool looking_at(std::string_view expected) const {
        return text_.substr(at_, expected.size()) == expected;
    }

    std::string_view take_name() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && continues_name(text_[at_]))
            ++at_;
        return text_.substr(begin, at_ - begin);
    }

    void skip_space() {
        while (at_ < text_.size() && (is_space(text_[at_]) || is_control(text_[at_])))
            ++at_;
    }

    void skip_prologue() {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (looking_at(byte_order_mark)) at_ += byte_order_mark.size();
        const std::size_t begin = at_;
        if (!is_blank_xml(take_until(text_.find('<', at_)))) {
            note(begin, "text before the first element was skipped");
        }
    }

    // --- text

    /// Appends text between tags, or an attribute's value.
    void copy_text(std::string_view piece) {
        if (open_.empty()) {
            if (!is_blank_xml(piece))
                note(at_ - piece.size(), "text outside of all elements was skipped");
            return;
        }
        append_content(piece, at_ - piece.size(), Place::text);
    }

    /// What is repaired may grow to five times its size.
    bool is_too_large() {
        if (result_.text.size() <= largest_whole_input) return false;
        if (!result_.refusal) {
            refuse("it is larger than " + format_size(largest_whole_input) +
                   " once all in it is written out");
        }
        return true;
    }

    enum class Place : std::uint8_t { text, attribute };

    void append_content(std::string_view piece, std::size_t position, Place place) {
        const bool quoted = place == Place::attribute;
        const auto needs_care = [quoted](char c) {
            return c == '&' || c == '<' || (quoted && c == '"') || is_control(c);
        };
        for (std::size_t i = 0; i < piece.size();) {
            const auto found = std::find_if(piece.begin() + static_cast<std::ptrdiff_t>(i),
                                            piece.end(), needs_care);
            const auto end = static_cast<std::size_t>(found - piece.begin());
            result_.text += piece.substr(i, end - i);
            if (is_too_large()) return;
            i = end;
            if (i < piece.size()) i += append_special(piece.substr(i), position + i);
        }
    }

    /// The character at the beginning of `rest`, or the reference. How many bytes it takes.
    std::size_t append_special(std::string_view rest, std::size_t position) {
        switch (rest.front()) {
            case '&':
                return append_reference(rest, position);
            case '<':
                result_.text += "&lt;";
                break;
            case '"':
                result_.text += "&quot;";
                break;
            default:
                note(position, "control characters were removed");
        }
        return 1;
    }

    std::size_t append_reference(std::string_view rest, std::size_t position) {
        const XmlReference reference = read_xml_reference(rest);
        if (reference.size == 0) {
            note(position, "an & that begins no entity was read as text");
            result_.text += "&amp;";
            return 1;
        }
        if (!reference.terminated) note(position, "a character reference lacks its semicolon");
        if (reference.name.empty()) {
            append_numbered(reference.number, position);
        } else {
            append_named(reference.name, position);
        }
        return reference.size;
    }

    void append_numbered(std::uint64_t number, std::size_t position) {
        if (const auto character = referenced_character(number)) {
            append_character(*character);
        } else {
            note(position, "references to characters that no text may hold were removed");
        }
    }

    void append_character(char32_t character) {
        if (character == '<') {
            result_.text += "&lt;";
        } else if (character == '&') {
            result_.text += "&amp;";
        } else if (character == '"') {
            result_.text += "&quot;";
        } else {
            append_utf8(character, result_.text);
        }
    }

    void append_named(std::string_view name, std::size_t position) {
        constexpr std::array<std::string_view, 5> predefined = {"lt", "gt", "amp", "quot", "apos"};
        const std::string reference = "&" + std::string(name) + ";";
        if (std::find(predefined.begin(), predefined.end(), name) != predefined.end()) {
            result_.text += reference;
        } else if (doctype_.declares(name)) {
            expand(name);
        } else if (const auto character = html_entity(name)) {
            if (!doctype_.has_external_subset()) note(position, "undeclared entity " + reference);
            append_character(*character);
        } else {
            note(position, "unknown entity " + reference + " was read as text");
            (result_.text += "&amp;") += std::string_view(reference).substr(1);
        }
    }

    void expand(std::string_view name) {
        std::string expansion;
        if (!doctype_.expand(name, expansion)) {
            refuse("its entities stand for more than " +
                   std::to_string(Doctype::largest_expansion >> 10U) + " KiB or for themselves");
            return;
        }
        for (const char c : expansion) {
            if (is_control(c)) continue;
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x80) {
                append_character(byte);
            } else {
                result_.text += c;
            }
        }
    }

    // --- markup

    void read_markup() {
        if (looking_at("<!--")) {
            read_comment();
        } else if (looking_at("<!")) {
            read_declaration();
        } else if (looking_at("<?")) {
            read_instruction();
        } else if (looking_at("</")) {
            read_end_tag();
        } else if (at_ + 1 < text_.size() && begins_name(text_[at_ + 1])) {
            read_start_tag();
        } else {
            note(at_, "a < that begins no tag was read as text");
            if (!open_.empty()) result_.text += "&lt;";
            ++at_;
        }
    }

    /// Passes what ends with `end`, or, where that is missing, with the next '>'.
    void skip_to(Finder& finder, std::string_view end, std::string_view what) {
        const std::size_t found = finder.find(text_, at_ + 2);
        if (found != npos) {
            at_ = found + end.size();
            return;
        }
        note(at_, std::string(what) + " is not closed");
        const std::size_t close = text_.find('>', at_);
        at_ = close == npos ? text_.size() : close + 1;
    }

    void read_comment() { skip_to(comment_end_, "-->", "a comment"); }
    void read_instruction() { skip_to(instruction_end_, "?>", "a processing instruction"); }

    void read_declaration() {
        constexpr std::string_view section = "<![CDATA[";
        if (equal_ignoring_case(text_.substr(at_, section.size()), section)) {
            at_ += section.size();
            read_section();
            return;
        }
        constexpr std::string_view doctype = "<!DOCTYPE";
        if (equal_ignoring_case(text_.substr(at_, doctype.size()), doctype)) {
            at_ += doctype_.read(text_.substr(at_));
            return;
        }
        note(at_, "an unknown declaration was skipped");
        const std::size_t close = text_.find('>', at_);
        at_ = close == npos ? text_.size() : close + 1;
    }

    void read_section() {
        const std::size_t begin = at_;
        constexpr std::string_view section_end = "]]>";
        std::size_t end = section_end_.find(text_, at_);
        const bool closed = end != npos;
        if (!closed) {
            note(begin, "a CDATA section is not closed");
            if (!open_.empty()) end = text_.find("</" + std::string(open_.back()), at_);
        }
        const std::string_view content = take_until(end);
        if (closed) at_ += section_end.size();
        if (open_.empty()) return;
        result_.text += "<![CDATA[";
        for (std::size_t i = 0; i < content.size();) {
            const auto found = std::find_if(content.begin() + static_cast<std::ptrdiff_t>(i),
                                            content.end(), is_control);
            const auto stop = static_cast<std::size_t>(found - content.begin());
            result_.text += content.substr(i, stop - i);
            if (stop < content.size()) note(begin + stop, "control characters were removed");
            i = stop + 1;
        }
        result_.text += section_end;
    }

    // --- tags

    void close_last() {
        (((result_.text += "</") += open_.back()) += '>');
        open_.pop_back();
    }

    void read_end_tag() {
        const std::size_t begin = at_;
        at_ += 2;
        const std::string_view name = take_name();
        skip_space();
        if (at_ < text_.size() && text_[at_] == '>') {
            ++at_;
        } else {
            note(begin, "an end tag is cut off");
            at_ = std::min(text_.find_first_of("<>", at_), text_.size());
            if (at_ < text_.size() && text_[at_] == '>') ++at_;
        }
        const auto found = std::find_if(open_.rbegin(), open_.rend(), [&](std::string_view other) {
            return equal_ignoring_case(name, other);
        });
        if (found == open_.rend()) {
            if (!is_void_html(name)) {
                note(begin, "the end tag </" + shown(name) + "> has no start tag");
            }
            return;
        }
        for (auto unclosed = found - open_.rbegin(); unclosed > 0; --unclosed) {
            note(begin,
                 "<" + shown(open_.back()) + "> is not closed before </" + shown(name) + ">");
            close_last();
        }
        close_last();
    }

    /// A name for a message, of bounded length.
    static std::string shown(std::string_view name) {
        constexpr std::size_t longest = 40;
        return std::string(truncate_utf8(name, longest));
    }

    void read_start_tag() {
        const std::size_t begin = at_++;
        const std::string_view name = take_name();
        if (!open_.empty() && open_.back() == name && ends_at_sibling(name)) {
            note(begin, "<" + shown(name) + "> is not closed before the next one");
            close_last();
        }
        const std::size_t tag = result_.text.size();
        (result_.text += '<') += name;
        const TagEnd end = read_attributes(begin);
        if (end == TagEnd::cut_off) {
            result_.text.resize(tag);
        } else if (end == TagEnd::empty || stands_alone(name, begin)) {
            result_.text += "/>";
        } else {
            result_.text += '>';
            open_.push_back(name);
        }
        is_too_large();
        if (open_.size() > deepest_xml) {
            refuse("its elements are nested more than " + std::to_string(deepest_xml) + " deep");
        }
    }

    /// Whether this is <br> and the like, as HTML writes it.
    bool stands_alone(std::string_view name, std::size_t begin) {
        if (open_.empty() || !is_void_html(name) ||
            (looking_at("</") && text_.substr(at_ + 2, name.size()) == name)) {
            return false;
        }
        note(begin, "<" + shown(name) + "> is not closed");
        return true;
    }

    enum class TagEnd : std::uint8_t { open, empty, cut_off };

    /// Reads up to and with the '>'.
    TagEnd read_attributes(std::size_t begin) {
        bool slash = false;
        while (true) {
            skip_space();
            if (at_ == text_.size()) {
                note(begin, "a tag is cut off");
                return TagEnd::cut_off;
            }
            const char c = text_[at_];
            if (c == '>') {
                ++at_;
                return slash ? TagEnd::empty : TagEnd::open;
            }
            if (c == '<') {
                note(begin, "a tag lacks its >");
                return TagEnd::open;
            }
            slash = c == '/';
            if (begins_name(c)) {
                read_attribute();
                if (is_too_large()) return TagEnd::cut_off;
                continue;
            }
            if (!slash) note(at_, "a tag holds characters that belong to no attribute");
            ++at_;
        }
    }

    void read_attribute() {
        const std::size_t begin = at_;
        const std::string_view name = take_name();
        (((result_.text += ' ') += name) += "=\"");
        skip_space();
        if (at_ < text_.size() && text_[at_] == '=') {
            ++at_;
            skip_space();
            const std::string_view value = take_value(begin);
            const auto position = static_cast<std::size_t>(value.data() - text_.data());
            append_content(value, position, Place::attribute);
        } else {
            note(begin, "an attribute has no value");
        }
        result_.text += '"';
    }

    std::string_view take_value(std::size_t begin) {
        if (at_ == text_.size()) return text_.substr(at_);
        const char quote = text_[at_];
        if (quote != '"' && quote != '\'') {
            note(begin, "an attribute is not quoted");
            const std::size_t from = at_;
            while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '>' &&
                   text_[at_] != '<') {
                ++at_;
            }
            return text_.substr(from, at_ - from);
        }
        ++at_;
        const std::size_t end = (quote == '"' ? double_quote_ : single_quote_).find(text_, at_);
        const std::string_view value = text_.substr(at_, end == npos ? npos : end - at_);
        // A tag within a value: rather is the closing quote missing.
        const std::size_t close = end == npos || value.find('<') != npos ? value.find('>') : npos;
        if (end != npos && (close == npos || value.find('<') < close)) {
            at_ = end + 1;
            return value;
        }
        note(begin, "an attribute's quotes are not closed");
        return take_until(close == npos ? npos : at_ + close);
    }

    // --- the end

    void finish() {
        if (!result_.refusal && !open_.empty()) {
            note(text_.size(), "the document is cut off within <" + shown(open_.back()) + ">");
        }
        while (!open_.empty())
            close_last();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;  ///< up to where line_ has been counted
    std::uint64_t line_ = 1;
    Doctype doctype_;
    std::vector<std::string_view> open_;  ///< names of the elements that are open
    Finder comment_end_{"-->"};
    Finder instruction_end_{"?>"};
    Finder section_end_{"]]>"};
    Finder double_quote_{"\""};
    Finder single_quote_{"'"};
    RepairedXml result_;
};

}  // namespace

RepairedXml repair_xml(std::string_view text) {
    return Repair(text).run();
}

}  // namespace kb::ingest
