#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kb/reader.hpp"

namespace kb::ingest {

/// What HTTP's Content-Type says.
struct ContentType {
    std::string media_type;  ///< lower case, as in "text/html"
    std::string charset;     ///< the label; empty: none
};

/// Takes a header's value apart; what is malformed is left empty. Linear.
ContentType parse_content_type(std::string_view value);

/// The format of a media type that names one; automatic for those that servers give to anything.
Format format_of_media_type(std::string_view media_type);

/// A date as HTTP spells it, in any of its three forms.
std::optional<Timestamp> parse_http_date(const std::string& text);

}  // namespace kb::ingest
