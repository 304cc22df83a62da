#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kb {

/// Something that a page says of itself: `meta` by its name, property, itemprop or http-equiv, in
/// lower case.
struct HtmlMeta {
    std::string name;
    std::string content;
};

/// A moment that a page names (`time`).
struct HtmlTime {
    std::string datetime;    ///< the attribute, else what is to be read
    bool published = false;  ///< marked as the date of publication
    bool updated = false;    ///< marked as the date of a change
};

/// What there is to know of a page. Texts are plain, links as written.
struct HtmlPage {
    std::string text;     ///< the main text; see read_html_page
    std::string title;    ///< `title`
    std::string heading;  ///< the first `h1` of the main text, else of the page
    std::string lang;     ///< of `html`
    std::string canonical;
    std::string base;
    std::vector<HtmlMeta> meta;            ///< in the order of the page
    std::vector<HtmlTime> times;           ///< those of the main text
    std::vector<std::string> authors;      ///< rel="author", itemprop="author"
    std::vector<std::string> tags;         ///< rel="tag"
    std::vector<std::string> linked_data;  ///< JSON-LD as it stands

    /// The content of the first meta of that name; empty if there is none.
    std::string_view find_meta(std::string_view name) const noexcept;
};

/// Takes a page apart. The main text is what is left when navigation, asides, footers, forms,
/// banners, share bars and their like are taken away, by element, role and the words of class and
/// id (those never take away more than half of the text), and blocks that are mostly links; and
/// then, what stands outside of the one element that holds almost all of the rest. It is laid out
/// as by html_to_text, without the heading.
/// Any UTF-8 is accepted. Never throws but for memory. Linear.
HtmlPage read_html_page(std::string_view html);

/// The address in the comment that browsers put into a page they save; empty if there is none.
std::string_view saved_from(std::string_view html);

}  // namespace kb
