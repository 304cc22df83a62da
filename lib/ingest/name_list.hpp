#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// "c++, search;engines" → its parts, trimmed, without empty ones.
std::vector<std::string> split_tags(std::string_view text);

/// The names in "By Ada Lovelace, Charles Babbage and Mary Somerville". A comma separates names
/// only if each part has a space within, so that "Lovelace, Ada" stays one.
std::vector<std::string> split_authors(std::string_view text);

/// Appends what is not there yet, letters of either case being the same.
void append_new(std::vector<std::string>& to, const std::vector<std::string>& from);

}  // namespace kb::ingest
