#pragma once

#include <functional>

#include "text/html_tree.hpp"
#include "text/plain_text.hpp"

namespace kb {

/// Decides whether an element is left out, with all that is in it.
using HtmlFilter = std::function<bool(const GumboNode&)>;

/// Appends the text of a node of an HtmlTree and all that is in it, in blocks; see html_to_text.
/// Elements for which `leave_out` holds are skipped; it may be empty.
void append_html_text(const GumboNode& node, const HtmlFilter& leave_out, PlainTextBuilder& out);

}  // namespace kb
