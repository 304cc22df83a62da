#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "text/html_tree.hpp"

namespace kb {

/// Tells the main text of a page from what stands around it; see read_html_page. Refers to the
/// tree. Linear in its size.
class MainText {
  public:
    explicit MainText(const GumboNode& root);

    /// The element that holds the main text.
    const GumboNode& element() const noexcept { return *element_; }
    /// Whether an element is left out, with all that is in it.
    bool leaves_out(const GumboNode& node) const { return left_out_.contains(&node); }
    /// Whether it is left out for no other reason than that it says who wrote the text and when.
    static bool is_byline(const GumboNode& node);

  private:
    /// Bytes of text in an element, white space not counted.
    struct Extent {
        std::size_t text = 0;
        std::size_t in_links = 0;
        std::size_t in_blocks = 0;  ///< in paragraphs, code and the like that are no mere labels
        bool has_heading = false;   ///< an h1
        bool has_main = false;      ///< a `main` or `article`
    };

    Extent measure(const GumboNode& node, bool in_link);
    /// What tells boilerplate: elements and roles, or also the words of class and id.
    enum class Evidence : std::uint8_t { structure, names };

    void prune(const GumboNode& node, Evidence evidence, bool in_article);
    bool is_boilerplate(const GumboNode& node, bool in_article) const;
    bool is_named_boilerplate(const GumboNode& node) const;
    std::size_t weight(const GumboNode& node) const;
    const GumboNode* heaviest_child(const GumboNode& node) const;
    void descend();

    std::unordered_map<const GumboNode*, Extent> extents_;
    std::unordered_set<const GumboNode*> left_out_;
    const GumboNode* element_;
    std::size_t total_ = 0;  ///< bytes of text
};

}  // namespace kb
