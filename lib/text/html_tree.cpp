#include "text/html_tree.hpp"

#include <utility>

namespace kb {
namespace {

GumboOptions options() {
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;  // nobody reads them
    return options;
}

bool is_element(const GumboNode& node) noexcept {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

const GumboAttribute* find_attribute(const GumboNode& node, const char* name) noexcept {
    return is_element(node) ? gumbo_get_attribute(&node.v.element.attributes, name) : nullptr;
}

}  // namespace

HtmlTree::HtmlTree(std::string reduced) : reduced_(std::move(reduced)) {
    const GumboOptions parse_options = options();
    output_.reset(gumbo_parse_with_options(&parse_options, reduced_.data(), reduced_.size()));
}

void HtmlTree::Destroy::operator()(GumboOutput* output) const noexcept {
    const GumboOptions parse_options = options();
    gumbo_destroy_output(&parse_options, output);
}

std::span<const GumboNode* const> children(const GumboNode& node) noexcept {
    if (!is_element(node)) return {};
    const GumboVector& list = node.v.element.children;
    // Gumbo's vectors are untyped; those of children hold nodes.
    return {reinterpret_cast<const GumboNode* const*>(list.data), list.length};
}

GumboTag tag_of(const GumboNode& node) noexcept {
    return is_element(node) ? node.v.element.tag : GUMBO_TAG_UNKNOWN;
}

std::string_view text_of(const GumboNode& node) noexcept {
    switch (node.type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA:
            return node.v.text.text;
        default:
            return {};
    }
}

std::string_view attribute(const GumboNode& node, const char* name) noexcept {
    const GumboAttribute* found = find_attribute(node, name);
    return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool has_attribute(const GumboNode& node, const char* name) noexcept {
    return find_attribute(node, name) != nullptr;
}

}  // namespace kb
