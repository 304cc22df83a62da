#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "ingest/format_reader.hpp"
#include "kb/reader.hpp"

namespace kb::ingest {

/// A format: its name, the files that hold it, and who reads it.
struct FormatInfo {
    Format format;
    std::string_view name;
    std::span<const std::string_view> extensions;                 ///< lower case, with the dot
    std::unique_ptr<FormatReader> (*make_reader)(ReaderContext);  ///< null for automatic
};

/// The table of formats. A new reader is entered here.
std::span<const FormatInfo> formats() noexcept;

const FormatInfo& format_info(Format format) noexcept;

/// Whether the path ends in that extension, letters of either case.
bool extension_is(std::string_view path, std::string_view extension);

/// The format that a file's extension says, or automatic if it says none.
Format format_of_name(std::string_view path);

/// The format of an input by the beginning of its content, or automatic if that does not tell.
/// `head` is valid UTF-8. `name` is what format_of_name says, because text of markup formats may
/// look like an export.
Format format_of_content(std::string_view head, Format name);

}  // namespace kb::ingest
