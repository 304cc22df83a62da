#include <md4c.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "text/escape.hpp"
#include "text/footnotes.hpp"
#include "text/markdown_text.hpp"

namespace kb {
namespace {

/// Writes HTML for what md4c reports.
class Renderer {
  public:
    Renderer(const FootnoteLabels& labels, std::size_t most_cells)
        : labels_(labels), most_cells_(most_cells) {}

    std::string take() { return std::move(out_); }
    bool gave_up() const noexcept { return cells_ > most_cells_; }

    int enter(MD_BLOCKTYPE type, const void* detail) {
        switch (type) {
            case MD_BLOCK_OL:
                out_ += "<ol start=\"" +
                        std::to_string(static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start) +
                        "\">";
                break;
            case MD_BLOCK_LI:
                return item(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
            case MD_BLOCK_H:
                heading_ =
                    static_cast<char>('0' + static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level);
                ((out_ += "<h") += heading_) += '>';
                break;
            case MD_BLOCK_CODE:
                return code(*static_cast<const MD_BLOCK_CODE_DETAIL*>(detail));
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                if (++cells_ > most_cells_) return 1;
                out_ += "<td>";
                break;
            default:
                if (const std::string_view name = name_of(type); !name.empty()) {
                    ((out_ += '<') += name) += '>';
                }
        }
        return 0;
    }

    int leave(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_H) {
            ((out_ += "</h") += heading_) += '>';
        } else if (type == MD_BLOCK_HTML) {
            out_ += '\n';
        } else if (const std::string_view name = name_of(type); !name.empty()) {
            ((out_ += "</") += name) += '>';
        }
        return 0;
    }

    int enter(MD_SPANTYPE type) {
        if (type == MD_SPAN_A) out_ += "<a>";
        if (type == MD_SPAN_CODE) ++code_;
        if (type == MD_SPAN_IMG && images_++ == 0) out_ += "<img alt=\"";
        return 0;
    }

    int leave(MD_SPANTYPE type) {
        if (type == MD_SPAN_A) out_ += "</a>";
        if (type == MD_SPAN_CODE) --code_;
        if (type == MD_SPAN_IMG && --images_ == 0) out_ += "\">";
        return 0;
    }

    int text(MD_TEXTTYPE type, std::string_view text) {
        switch (type) {
            case MD_TEXT_HTML:
                if (images_ == 0) out_ += text;
                break;
            case MD_TEXT_ENTITY:
                out_ += text;
                break;
            case MD_TEXT_BR:
                out_ += images_ == 0 ? "<br>" : " ";
                break;
            case MD_TEXT_SOFTBR:
                out_ += '\n';
                break;
            case MD_TEXT_NULLCHAR:
                break;
            case MD_TEXT_NORMAL:
                normal(text);
                break;
            default:
                append_escaped(text, out_);
        }
        return 0;
    }

  private:
    static std::string_view name_of(MD_BLOCKTYPE type) {
        switch (type) {
            case MD_BLOCK_QUOTE:
                return "blockquote";
            case MD_BLOCK_UL:
                return "ul";
            case MD_BLOCK_OL:
                return "ol";
            case MD_BLOCK_LI:
                return "li";
            case MD_BLOCK_CODE:
                return "pre";
            case MD_BLOCK_P:
                return "p";
            case MD_BLOCK_TABLE:
                return "table";
            case MD_BLOCK_TR:
                return "tr";
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                return "td";
            default:
                return {};
        }
    }

    int item(const MD_BLOCK_LI_DETAIL& detail) {
        out_ += "<li>";
        if (detail.is_task != 0) out_ += detail.task_mark == ' ' ? "☐ " : "☑ ";
        return 0;
    }

    int code(const MD_BLOCK_CODE_DETAIL& detail) {
        out_ += "<pre";
        if (detail.lang.size > 0) {
            out_ += " class=\"language-";
            append_escaped({detail.lang.text, detail.lang.size}, out_);
            out_ += '"';
        }
        out_ += ">\n";
        return 0;
    }

    /// Text that is no code: references to footnotes are dropped.
    void normal(std::string_view text) {
        append_escaped(labels_.empty() ? text : without_footnotes(text, labels_), out_);
    }

    const FootnoteLabels& labels_;
    std::size_t most_cells_;
    std::string out_;
    char heading_ = '1';
    int images_ = 0;
    int code_ = 0;
    std::size_t cells_ = 0;
};

std::string render(std::string_view markdown, const FootnoteLabels& labels, unsigned flags,
                   bool& gave_up) {
    // A row may be short and still count all columns; what is written has a byte at least.
    Renderer renderer(labels, std::min(most_table_cells, unwritten_table_cells + markdown.size()));
    MD_PARSER parser{};
    parser.flags = flags;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
        return static_cast<Renderer*>(self)->enter(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
        return static_cast<Renderer*>(self)->leave(type);
    };
    parser.enter_span = [](MD_SPANTYPE type, void*, void* self) {
        return static_cast<Renderer*>(self)->enter(type);
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
        return static_cast<Renderer*>(self)->leave(type);
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
        return static_cast<Renderer*>(self)->text(type, {text, size});
    };
    md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &renderer);
    gave_up = renderer.gave_up();
    return renderer.take();
}

/// Whether a line of Markdown cannot belong to the paragraph above it: a blank one, or an entry of
/// a list.
bool begins_block(std::string_view line) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(indent);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return true;
    return indent < 4 && line.size() > 2 && std::string_view("-*+").find(line[0]) < 3 &&
           line[1] == ' ' && line.find_first_not_of(" \t\r", 2) != std::string_view::npos;
}

/// What may begin a link without markup: "://" and "www.".
std::size_t count_bare_links(std::string_view line) {
    std::size_t count = 0;
    for (std::size_t at = line.find_first_of(":."); at < line.size();
         at = line.find_first_of(":.", at + 1)) {
        const bool address = line[at] == ':' && line.substr(at + 1, 2) == "//";
        const bool name = line[at] == '.' && at > 0 && (line[at - 1] == 'w' || line[at - 1] == 'W');
        if (address || name) ++count;
    }
    return count;
}

/// md4c looks through the rest of a paragraph at each bare link (0.4.8); those of a longer one stay
/// plain words, which read the same but for emphasis within a link.
bool holds_too_many_bare_links(std::string_view markdown) {
    std::size_t in_paragraph = 0;
    while (!markdown.empty()) {
        const std::string_view line = markdown.substr(0, markdown.find('\n'));
        if (begins_block(line)) in_paragraph = 0;
        in_paragraph += count_bare_links(line);
        if (in_paragraph > most_bare_links) return true;
        markdown.remove_prefix(std::min(line.size() + 1, markdown.size()));
    }
    return false;
}

}  // namespace

std::string markdown_to_html(std::string_view markdown) {
    FootnoteLabels labels;
    const std::string source = open_footnotes(markdown, labels);
    const unsigned links = holds_too_many_bare_links(source) ? MD_FLAG_PERMISSIVEEMAILAUTOLINKS
                                                             : MD_FLAG_PERMISSIVEAUTOLINKS;
    const unsigned without_tables = links | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
    bool gave_up = false;
    std::string html = render(source, labels, without_tables | MD_FLAG_TABLES, gave_up);
    if (gave_up) html = render(source, labels, without_tables, gave_up);
    return html;
}

}  // namespace kb
