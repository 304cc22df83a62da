#pragma once

#include <gumbo.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "text/html_reduce.hpp"

namespace kb {

/// The tree of a page or a piece of it, as far as it decides about its text (see ReducedHtml). Its
/// depth is bounded, so that it may be walked recursively. Linear.
class HtmlTree {
  public:
    /// `reduced` is a piece as ReducedHtml gives it.
    explicit HtmlTree(std::string reduced);

    const GumboNode& root() const noexcept { return *output_->root; }

  private:
    struct Destroy {
        void operator()(GumboOutput* output) const noexcept;
    };

    std::string reduced_;  ///< which the tree points into
    std::unique_ptr<GumboOutput, Destroy> output_;
};

/// The elements and texts within a node; none within a text.
std::span<const GumboNode* const> children(const GumboNode& node) noexcept;

/// The element's tag; GUMBO_TAG_UNKNOWN for a text.
GumboTag tag_of(const GumboNode& node) noexcept;

/// The text of a text node, else nothing.
std::string_view text_of(const GumboNode& node) noexcept;

/// The value of an element's attribute, character references resolved; empty if it has none.
std::string_view attribute(const GumboNode& node, const char* name) noexcept;

bool has_attribute(const GumboNode& node, const char* name) noexcept;

}  // namespace kb
