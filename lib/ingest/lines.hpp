#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// Pieces of plain text, line by line. White space is every Unicode space, tabs, and characters
/// without width; all functions are linear and take any bytes.

/// The bytes of the white space at the beginning of `text`, or 0.
std::size_t leading_space_bytes(std::string_view text);
/// How many white-space characters the line begins with.
std::size_t indentation(std::string_view line);

std::string_view trim_left(std::string_view text);
std::string_view trim_right(std::string_view text);
std::string_view trim(std::string_view text);
/// Whether there is nothing to see.
bool is_blank(std::string_view line);

/// The line without its first `characters` white-space characters, or as many as it has.
std::string_view dedent(std::string_view line, std::size_t characters);

/// The bytes of a list bullet with the white space behind it at the beginning of `text` ("• ",
/// "- ", "* "), or 0.
std::size_t bullet_bytes(std::string_view text);

/// The lines of a text. Views into it.
std::vector<std::string_view> split_lines(std::string_view text);

/// Whether a text has more lines than are looked at one by one: a view of each takes as much as
/// sixteen letters.
bool has_too_many_lines(std::string_view text);

inline constexpr std::size_t most_lines = std::size_t{1} << 20U;

/// The lines as a document's text: trailing white space dropped, blank lines at both ends dropped,
/// blocks separated by exactly one blank line. Within an indented code block, blank lines stay as
/// many as they are.
std::string join_blocks(const std::vector<std::string_view>& lines);
std::string join_blocks(std::string_view text);

}  // namespace kb::ingest
