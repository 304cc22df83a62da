#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/xml/repair.hpp"

namespace kb::ingest {

/// One feed of a list. All strings are one line, as clean_line leaves them.
struct OpmlFeed {
    std::string title = {};
    std::string feed_url = {};  ///< never empty
    std::string site_url = {};
    std::string description = {};
    std::vector<std::string> tags = {};  ///< the folders around it, the outermost first

    bool operator==(const OpmlFeed&) const = default;
};

/// The feeds of an OPML document of any version, in its order, however its folders are nested; a
/// category attribute gives tags, too. Ill-formed XML is repaired as far as it goes; `repairs`, if
/// it is not null, takes what had to be. `charset` is the label that the transport gives, or empty.
/// Throws Error(invalid_argument) if it is no OPML, is refused (see RepairedXml), is larger than
/// largest_whole_input, holds more than most_frame_nodes, or if its feeds, with the names of the
/// folders that each is in, are larger than largest_whole_input. Linear.
std::vector<OpmlFeed> parse_opml(std::string bytes, std::string_view charset = {},
                                 std::vector<XmlNote>* repairs = nullptr);

/// The list as OPML 2.0, with `title` for the whole. Tags become folders, each within the one
/// before. What parse_opml makes of it is `feeds` again.
std::string write_opml(std::span<const OpmlFeed> feeds, std::string_view title);

}  // namespace kb::ingest
