#pragma once

#include <optional>
#include <string>

#include "ingest/format_reader.hpp"
#include "text/charset.hpp"

namespace kb::ingest {

/// All that the input holds, as UTF-8 with LF line ends. Nothing if it is larger than a document
/// may be, or blank; either is reported.
std::optional<std::string> read_whole_text(const ReaderContext& context);

/// All that the input holds, decoded and otherwise as it stands. Nothing if that is larger than a
/// document may be, which is reported.
std::optional<std::string> read_whole_bytes(const ReaderContext& context, Utf8Decoder& decoder);

/// The name of the input's file without folder and extension; empty for standard input.
std::string input_stem(const std::string& input);

}  // namespace kb::ingest
