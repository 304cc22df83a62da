#include "text/html_blocks.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace kb {
namespace {

constexpr std::string_view bullet = "• ";
constexpr std::string_view cell_joint = " | ";
constexpr std::size_t list_indentation = 2;

/// What an element does to the text around it.
enum class Layout : std::uint8_t {
    none,
    inline_text,
    block,
    item,
    list,
    term,
    row,
    cell,
    table,
    code
};

Layout layout_of(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_HEAD:
        case GUMBO_TAG_TITLE:
        case GUMBO_TAG_SCRIPT:
            return Layout::none;
        case GUMBO_TAG_SPAN:
        case GUMBO_TAG_VAR:
        case GUMBO_TAG_TIME:
        case GUMBO_TAG_HTML:
        case GUMBO_TAG_BODY:
        case GUMBO_TAG_TBODY:
        case GUMBO_TAG_UNKNOWN:
            return Layout::inline_text;
        case GUMBO_TAG_LI:
            return Layout::item;
        case GUMBO_TAG_UL:
        case GUMBO_TAG_OL:
        case GUMBO_TAG_DIR:
        case GUMBO_TAG_MENU:
            return Layout::list;
        case GUMBO_TAG_DT:
        case GUMBO_TAG_DD:
            return Layout::term;
        case GUMBO_TAG_TR:
            return Layout::row;
        case GUMBO_TAG_TD:
        case GUMBO_TAG_TH:
            return Layout::cell;
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_LISTING:
            return Layout::code;
        default:
            return Layout::block;
    }
}

/// Counts what would not fit on the line of a table row, until it is too much. A paragraph or
/// division as the only block of a cell is mere habit.
bool fits_on_line(const GumboNode& node, int& blocks) {
    for (const GumboNode* child : children(node)) {
        switch (layout_of(tag_of(*child))) {
            case Layout::none:
            case Layout::inline_text:
                break;
            case Layout::block:
                if (tag_of(*child) == GUMBO_TAG_BR || tag_of(*child) == GUMBO_TAG_IMG) break;
                if (++blocks > 1) return false;
                break;
            default:
                return false;
        }
        if (!fits_on_line(*child, blocks)) return false;
    }
    return true;
}

bool is_plain_row(const GumboNode& row) {
    for (const GumboNode* cell : children(row)) {
        int blocks = 0;
        if (!fits_on_line(*cell, blocks)) return false;
    }
    return true;
}

/// The text within code, with nothing left out or added.
void gather_code(const GumboNode& node, std::string& code) {
    code += text_of(node);
    for (const GumboNode* child : children(node)) {
        const bool begins_line =
            tag_of(*child) == GUMBO_TAG_BR || (layout_of(tag_of(*child)) != Layout::inline_text &&
                                               !code.empty() && code.back() != '\n');
        if (begins_line) code += '\n';
        gather_code(*child, code);
    }
}

/// The language that a class names ("language-python"), as HTML suggests.
std::string named_language(const GumboNode& code) {
    constexpr std::size_t longest = 32;
    const std::string_view classes = attribute(code, "class");
    for (const std::string_view prefix : {"language-", "lang-"}) {
        const std::size_t at = classes.find(prefix);
        if (at == std::string_view::npos || (at > 0 && classes[at - 1] != ' ')) continue;
        const std::string_view name = classes.substr(at + prefix.size());
        const std::size_t end = std::min(name.find_first_of(" \t\n{,:"), name.size());
        return end <= longest ? std::string(name.substr(0, end)) : std::string();
    }
    return {};
}

/// The language of a code block: its own class says it, or that of the only element within.
std::string language_of(const GumboNode& pre) {
    std::string language = named_language(pre);
    const auto within = children(pre);
    return language.empty() && within.size() == 1 ? named_language(*within.front()) : language;
}

/// A picture of one pixel is there to count readers.
bool is_tracker(const GumboNode& image) {
    const auto is_pixel = [&](const char* name) {
        const std::string_view value = attribute(image, name);
        return value == "0" || value == "1" || value == "1px";
    };
    return is_pixel("width") || is_pixel("height");
}

class Writer {
  public:
    Writer(const HtmlFilter& leave_out, PlainTextBuilder& out) : leave_out_(leave_out), out_(out) {}

    void node(const GumboNode& node) {
        if (const std::string_view text = text_of(node); !text.empty()) return out_.text(text);
        const GumboTag tag = tag_of(node);
        if (node.type == GUMBO_NODE_COMMENT || (leave_out_ && leave_out_(node))) return;
        if (tag == GUMBO_TAG_BR) return in_row_ ? out_.text(" ") : out_.line();
        if (tag == GUMBO_TAG_IMG) return image(node);
        switch (layout_of(tag)) {
            case Layout::none:
                return;
            case Layout::inline_text:
                return content(node);
            case Layout::block:
            case Layout::table:
                return block(node);
            case Layout::list:
                return list(node);
            case Layout::item:
                return item(node);
            case Layout::term:
                return lines(node);
            case Layout::row:
                return row(node);
            case Layout::cell:
                return cell(node);
            case Layout::code:
                return code(node);
        }
    }

  private:
    struct List {
        bool numbered = false;
        std::int32_t next = 1;
    };

    void content(const GumboNode& parent) {
        for (const GumboNode* child : children(parent))
            node(*child);
    }

    void image(const GumboNode& image) {
        if (!is_tracker(image)) out_.text(attribute(image, "alt"));
    }

    void block(const GumboNode& node) {
        if (in_row_) return spaced(node);
        out_.block();
        content(node);
        out_.block();
    }

    void lines(const GumboNode& node) {
        out_.line();
        content(node);
        out_.line();
    }

    void spaced(const GumboNode& node) {
        out_.text(" ");
        content(node);
        out_.text(" ");
    }

    void list(const GumboNode& node) {
        const List outer = list_;
        const bool nested = in_list_;
        list_ = {tag_of(node) == GUMBO_TAG_OL, 1};
        const std::string_view start = attribute(node, "start");
        std::from_chars(start.data(), start.data() + start.size(), list_.next);
        in_list_ = true;
        if (nested) {
            out_.indent(list_indentation);
            lines(node);
            out_.unindent(list_indentation);
        } else {
            block(node);
        }
        list_ = outer;
        in_list_ = nested;
    }

    void item(const GumboNode& node) {
        if (list_.numbered) {
            out_.item(std::to_string(list_.next) + ". ");
            if (list_.next < INT32_MAX) ++list_.next;
        } else {
            out_.item(bullet);
        }
        content(node);
        out_.item({});  // nothing, if the item was empty
    }

    void row(const GumboNode& node) {
        const bool outer = in_row_;
        in_row_ = in_row_ || is_plain_row(node);
        row_start_ = out_.size();
        lines(node);
        in_row_ = outer;
    }

    void cell(const GumboNode& node) {
        if (!in_row_) return block(node);
        if (out_.size() > row_start_) out_.join(cell_joint);
        content(node);
    }

    void code(const GumboNode& node) {
        std::string code;
        gather_code(node, code);
        if (in_row_) return out_.text(code);
        const std::string language = language_of(node);
        out_.preformatted(code, language.empty() ? language : language + ':');
    }

    const HtmlFilter& leave_out_;
    PlainTextBuilder& out_;
    List list_;
    bool in_list_ = false;
    bool in_row_ = false;
    std::size_t row_start_ = 0;  ///< what had been written when the row began
};

}  // namespace

void append_html_text(const GumboNode& node, const HtmlFilter& leave_out, PlainTextBuilder& out) {
    Writer(leave_out, out).node(node);
}

}  // namespace kb
