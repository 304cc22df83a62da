#include "text/markdown_text.hpp"

#include <utility>

#include "text/html_blocks.hpp"
#include "text/markdown_pieces.hpp"
#include "text/normalize.hpp"

namespace kb {
namespace {

bool is_heading(const GumboNode& node) {
    return tag_of(node) >= GUMBO_TAG_H1 && tag_of(node) <= GUMBO_TAG_H6;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}

/// Whether an element stands in a line of its parent.
bool is_inline(const GumboNode& node) {
    const GumboTag tag = tag_of(node);
    return tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_IMG || tag == GUMBO_TAG_BR;
}

/// Whether there is text among the line elements within a node.
bool has_inline_text(const GumboNode& node) {
    for (const GumboNode* child : children(node)) {
        if (!is_blank(text_of(*child))) return true;
        if (is_inline(*child) && has_inline_text(*child)) return true;
    }
    return false;
}

/// The title of a text, and the decision which images are left out.
class Reader {
  public:
    explicit Reader(const GumboNode& root) { find_headings(root); }

    /// The heading that is the title, or null.
    const GumboNode* title() const { return first_level_ != nullptr ? first_level_ : first_; }

    /// Images within links, and those that stand alone; of a heading, all but its only text.
    bool leaves_out(const GumboNode& node) {
        if (tag_of(node) != GUMBO_TAG_IMG) return false;
        const GumboNode* block = node.parent;
        bool in_link = false;
        while (block != nullptr && tag_of(*block) == GUMBO_TAG_SPAN) {
            in_link = true;
            block = block->parent;
        }
        if (block == nullptr) return false;
        if (block != block_) {
            block_ = block;
            block_has_text_ = has_inline_text(*block);
        }
        return is_heading(*block) ? block_has_text_ : in_link || !block_has_text_;
    }

  private:
    void find_headings(const GumboNode& node) {
        for (const GumboNode* child : children(node)) {
            if (tag_of(*child) == GUMBO_TAG_H1 && first_level_ == nullptr) first_level_ = child;
            if (is_heading(*child) && first_ == nullptr) first_ = child;
            find_headings(*child);
        }
    }

    const GumboNode* first_level_ = nullptr;
    const GumboNode* first_ = nullptr;
    const GumboNode* block_ = nullptr;  ///< the one asked about last
    bool block_has_text_ = false;
};

/// Appends the text below a node, and takes its title if there is none yet.
void append_text(const GumboNode& root, std::string& title, PlainTextBuilder& out) {
    Reader reader(root);
    const HtmlFilter images = [&](const GumboNode& node) { return reader.leaves_out(node); };
    const GumboNode* const heading = title.empty() ? reader.title() : nullptr;
    if (heading != nullptr) {
        PlainTextBuilder line;
        append_html_text(*heading, images, line);
        title = clean_line(line.take());
    }
    append_html_text(
        root,
        [&](const GumboNode& node) {
            return (&node == heading && out.empty()) || reader.leaves_out(node);
        },
        out);
}

}  // namespace

MarkdownText read_markdown(std::string_view markdown) {
    MarkdownText result;
    PlainTextBuilder out;
    for (const std::string_view piece : markdown_pieces(markdown)) {
        const std::string html = markdown_to_html(piece);
        ReducedHtml reduced(html, HtmlPart::text);
        while (auto part = reduced.next())
            append_text(HtmlTree(std::move(*part)).root(), result.title, out);
    }
    result.text = clean_text(out.take());
    return result;
}

}  // namespace kb
