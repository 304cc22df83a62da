#pragma once

#include <optional>
#include <string_view>

#include "kb/document.hpp"

namespace kb::ingest {

/// A date as pages and front matter write it; nothing if it is none.
std::optional<Timestamp> parse_page_date(std::string_view text);

/// The date in the path of a link ("/2023/11/27/", "/2023/11/": the first of the month,
/// "2023-11-27-title"); nothing if there is none.
std::optional<Timestamp> date_in_path(std::string_view path);

}  // namespace kb::ingest
