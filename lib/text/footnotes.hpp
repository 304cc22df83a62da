#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace kb {

/// The labels of the footnotes of a Markdown text, without "^".
using FootnoteLabels = std::unordered_set<std::string>;

/// The text with its footnotes ("[^label]: note", with lines indented below) as paragraphs where
/// they stand, as Markdown itself knows none. Their labels are added to `labels`. Code blocks are
/// left alone. Linear.
std::string open_footnotes(std::string_view markdown, FootnoteLabels& labels);

/// Running text without its references ("[^label]") to these footnotes. Linear.
std::string without_footnotes(std::string_view text, const FootnoteLabels& labels);

}  // namespace kb
