#include "text/main_text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace kb {
namespace {

/// Words of a class or id that stand for what is not the text of the page.
constexpr auto boilerplate_words = std::to_array<std::string_view>(
    {"ad",          "ads",        "advert",    "advertisement", "banner",  "breadcrumb",
     "breadcrumbs", "comment",    "comments",  "consent",       "cookie",  "cookies",
     "dialog",      "disqus",     "dropdown",  "flyout",        "footer",  "gdpr",
     "login",       "masthead",   "menu",      "modal",         "nav",     "navbar",
     "navigation",  "newsletter", "noprint",   "overlay",       "pager",   "pagination",
     "popup",       "promo",      "promotion", "recommended",   "related", "respond",
     "share",       "sharing",    "sidebar",   "signup",        "skip",    "social",
     "sponsor",     "sponsored",  "subscribe", "toolbar",       "tooltip", "widget"});
static_assert(std::is_sorted(boilerplate_words.begin(), boilerplate_words.end()));

constexpr std::array<std::string_view, 11> boilerplate_roles = {
    "alert", "alertdialog", "banner",     "complementary", "contentinfo", "dialog",
    "menu",  "menubar",     "navigation", "search",        "toolbar"};

constexpr bool is_alphanumeric(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Calls `action` for each word of "site-nav mainMenu", in lower case.
template <typename Action>
void each_word(std::string_view names, Action action) {
    constexpr std::size_t examined = 512;
    names = names.substr(0, examined);
    std::string word;
    for (std::size_t i = 0; i <= names.size(); ++i) {
        const char c = i < names.size() ? names[i] : ' ';
        const bool upper = c >= 'A' && c <= 'Z';
        const bool hump = upper && i > 0 && names[i - 1] >= 'a' && names[i - 1] <= 'z';
        if (!word.empty() && (!is_alphanumeric(c) || hump)) {
            action(word);
            word.clear();
        }
        if (is_alphanumeric(c)) word += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
}

/// Words of a class or id that stand for who wrote a text and when.
constexpr auto byline_words =
    std::to_array<std::string_view>({"byline", "dateline", "meta", "metadata", "postmeta"});

/// Whether class or id have one of the words, which are sorted.
bool has_word_of(std::span<const std::string_view> words, const GumboNode& node) {
    bool found = false;
    const auto check = [&](const std::string& word) {
        found = found || std::binary_search(words.begin(), words.end(), word);
    };
    each_word(attribute(node, "class"), check);
    each_word(attribute(node, "id"), check);
    return found;
}

bool has_boilerplate_role(const GumboNode& node) {
    const std::string_view role = attribute(node, "role");
    return std::find(boilerplate_roles.begin(), boilerplate_roles.end(), role) !=
           boilerplate_roles.end();
}

bool is_hidden(const GumboNode& node) {
    return has_attribute(node, "hidden") || attribute(node, "aria-hidden") == "true";
}

bool is_heading(GumboTag tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

/// Elements whose text is read as such, not for what it leads to or names.
bool is_text_block(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_P:
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_BLOCKQUOTE:
        case GUMBO_TAG_LI:
        case GUMBO_TAG_DD:
        case GUMBO_TAG_TD:
        case GUMBO_TAG_DIV:
        case GUMBO_TAG_SECTION:
        case GUMBO_TAG_ARTICLE:
            return true;
        default:
            return false;
    }
}

/// Elements that a class or id never turns into boilerplate.
bool is_never_boilerplate(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_HTML:
        case GUMBO_TAG_BODY:
        case GUMBO_TAG_MAIN:
        case GUMBO_TAG_ARTICLE:
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_TIME:
        case GUMBO_TAG_UNKNOWN:
            return true;
        default:
            return is_heading(tag);
    }
}

std::size_t visible_bytes(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; }));
}

}  // namespace

MainText::MainText(const GumboNode& root) : element_(&root) {
    total_ = measure(root, false).text;
    prune(root, Evidence::structure, false);
    const std::size_t blocks = measure(root, false).in_blocks;
    const std::unordered_set<const GumboNode*> by_structure = left_out_;
    prune(root, Evidence::names, false);
    // Where most of the text is in what is named so (a page of comments), that is the text.
    if (measure(root, false).in_blocks * 2 < blocks) {
        left_out_ = by_structure;
        measure(root, false);
    }
    descend();
}

/// Measures what is not left out.
MainText::Extent MainText::measure(const GumboNode& node, bool in_link) {
    if (left_out_.contains(&node)) return {};
    const GumboTag tag = tag_of(node);
    if (tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_TITLE) return {};
    const bool link = in_link || tag == GUMBO_TAG_SPAN;
    Extent sum;
    std::size_t own = 0;
    for (const GumboNode* child : children(node)) {
        const std::size_t text = visible_bytes(text_of(*child));
        own += link ? 0 : text;
        sum.text += text;
        sum.in_links += link ? text : 0;
        if (children(*child).empty()) {
            sum.has_heading = sum.has_heading || tag_of(*child) == GUMBO_TAG_H1;
            continue;
        }
        const Extent extent = measure(*child, link);
        sum.text += extent.text;
        sum.in_links += extent.in_links;
        sum.in_blocks += extent.in_blocks;
        sum.has_heading = sum.has_heading || extent.has_heading;
        sum.has_main = sum.has_main || extent.has_main;
    }
    constexpr std::size_t shortest_block = 40;
    if (is_text_block(tag) && own >= shortest_block) sum.in_blocks += own;
    sum.has_heading = sum.has_heading || tag == GUMBO_TAG_H1;
    sum.has_main = sum.has_main || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_ARTICLE;
    extents_[&node] = sum;
    return sum;
}

bool MainText::is_boilerplate(const GumboNode& node, bool in_article) const {
    const auto found = extents_.find(&node);
    if (found == extents_.end()) return false;
    const Extent& extent = found->second;
    if (extent.has_main) return false;
    const bool small = extent.text * 2 < total_;
    switch (tag_of(node)) {
        case GUMBO_TAG_NAV:
        case GUMBO_TAG_FOOTER:
            return true;
        case GUMBO_TAG_ASIDE:
        case GUMBO_TAG_FIELDSET:  // a form; see reduce_html
            return small;
        case GUMBO_TAG_HEADER:
            return !in_article && !extent.has_heading && extent.in_blocks == 0;
        default:
            return small && (is_hidden(node) || has_boilerplate_role(node));
    }
}

/// By the words of its class or id, or because it is a list or division of links, which a text of
/// any length is not.
bool MainText::is_named_boilerplate(const GumboNode& node) const {
    const auto found = extents_.find(&node);
    const GumboTag tag = tag_of(node);
    if (found == extents_.end() || is_never_boilerplate(tag)) return false;
    const Extent& extent = found->second;
    const bool small = !extent.has_main && !extent.has_heading && extent.text * 2 < total_;
    if (!small) return false;
    const bool is_group = tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_DIV ||
                          tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_SECTION;
    const bool is_links =
        is_group && extent.in_blocks == 0 && extent.in_links * 10 > extent.text * 8;
    return is_links || has_word_of(boilerplate_words, node) ||
           (is_byline(node) && extent.in_blocks == 0);
}

bool MainText::is_byline(const GumboNode& node) {
    return has_word_of(byline_words, node);
}

void MainText::prune(const GumboNode& node, Evidence evidence, bool in_article) {
    const bool article = in_article || tag_of(node) == GUMBO_TAG_ARTICLE;
    for (const GumboNode* child : children(node)) {
        if (left_out_.contains(child)) continue;
        const bool boilerplate = evidence == Evidence::structure ? is_boilerplate(*child, article)
                                                                 : is_named_boilerplate(*child);
        if (boilerplate) {
            left_out_.insert(child);
        } else {
            prune(*child, evidence, article);
        }
    }
}

std::size_t MainText::weight(const GumboNode& node) const {
    const auto found = extents_.find(&node);
    if (found == extents_.end() || left_out_.contains(&node)) return 0;
    return found->second.in_blocks;
}

const GumboNode* MainText::heaviest_child(const GumboNode& node) const {
    const GumboNode* best = nullptr;
    for (const GumboNode* child : children(node)) {
        if (weight(*child) > (best == nullptr ? 0 : weight(*best))) best = child;
    }
    return best;
}

/// Goes down as long as one child holds almost all of the text, but not into the blocks themselves.
void MainText::descend() {
    while (true) {
        const GumboNode* child = heaviest_child(*element_);
        if (child == nullptr) return;
        const GumboTag tag = tag_of(*child);
        const bool container =
            tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_ARTICLE ||
            tag == GUMBO_TAG_SECTION || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_TABLE ||
            tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TD ||
            tag == GUMBO_TAG_FIELDSET || tag == GUMBO_TAG_CENTER;
        const bool semantic = tag == GUMBO_TAG_MAIN || tag == GUMBO_TAG_ARTICLE;
        const std::size_t percent = semantic ? 60 : 85;
        if (!container || weight(*child) * 100 < weight(*element_) * percent) return;
        element_ = child;
    }
}

}  // namespace kb
