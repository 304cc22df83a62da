#include "text/markdown_text.hpp"

#include "text/html_blocks.hpp"
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

}  // namespace

MarkdownText read_markdown(std::string_view markdown) {
    const HtmlTree tree(markdown_to_html(markdown));
    Reader reader(tree.root());
    MarkdownText result;
    const HtmlFilter images = [&](const GumboNode& node) { return reader.leaves_out(node); };
    if (reader.title() != nullptr) {
        PlainTextBuilder title;
        append_html_text(*reader.title(), images, title);
        result.title = clean_line(title.take());
    }
    PlainTextBuilder out;
    const HtmlFilter without_title = [&](const GumboNode& node) {
        return (&node == reader.title() && out.empty()) || reader.leaves_out(node);
    };
    append_html_text(tree.root(), without_title, out);
    result.text = clean_text(out.take());
    return result;
}

}  // namespace kb
