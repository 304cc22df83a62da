#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kb::tools {

/// What a piece of text is; its colour follows from it.
enum class Role : std::uint8_t {
    plain,
    title,
    title_match,  ///< a word of the query in a title
    match,        ///< a word of the query in a snippet
    detail,       ///< kind, source, date; totals
    link,
    label,  ///< a facet's name
    bar,
    error,
    warning,
};

/// The text in the colour of its role, or as it is where there are no colours.
std::string paint(Role role, std::string_view text, bool colors);

/// The text as an OSC 8 hyperlink; as it is if `url` is no http(s) link.
std::string hyperlink(std::string_view url, std::string_view text);

}  // namespace kb::tools
