#pragma once

#include <string_view>

#include "kb/document.hpp"
#include "text/html_page.hpp"

namespace kb::ingest {

/// The document that a page is: what it says of itself in JSON-LD, `meta`, OpenGraph and its
/// markup, in this order. `location` is where it was found or saved from (empty if unknown): links
/// count from there, and it is the page's link if the page names none.
Document document_of_page(HtmlPage page, std::string_view location);

/// A page's title without the name of the site that stands before or behind it, which is known by
/// what else the page says of itself.
std::string page_title(const HtmlPage& page, std::string_view headline);

}  // namespace kb::ingest
