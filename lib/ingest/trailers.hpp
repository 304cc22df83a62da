#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// Where an entry says it comes from.
enum class Origin : std::uint8_t {
    unknown,
    aggregator,  ///< points and comments of a submission
    forum,       ///< posts and participants of a topic
};

/// What stands below the text of an entry about the entry itself.
struct Trailers {
    Origin origin = Origin::unknown;
    std::string article_url;   ///< what was submitted; canonical
    std::string comments_url;  ///< where it is discussed; canonical
    std::string source;        ///< the site it appeared on first
    std::optional<std::uint64_t> points;
    std::optional<std::uint64_t> comments;
};

/// Reads the trailers at the end of an entry and takes them, with the blank lines around them, off
/// `lines`. Lines of the same look before other text are text, and so is a second trailer of a
/// sort.
Trailers take_trailers(std::vector<std::string_view>& lines);

/// Whether the line by itself is a trailer, and so no title.
bool is_trailer(std::string_view line);

}  // namespace kb::ingest
