#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ingest/format_reader.hpp"
#include "ingest/xml/decode.hpp"
#include "ingest/xml/repair.hpp"

namespace kb::ingest {

/// All bytes of an input; nothing, and a failure reported, if it is too large. Throws Error(io).
std::optional<std::string> read_whole(const ReaderContext& context);

/// Warns where the bytes were not what was said of them, or malformed.
void warn_about_charset(const DecodedText& decoded, const ReaderContext& context);

/// Warns of what was repaired. False, and a failure reported, if the document is refused.
bool report_repairs(const RepairedXml& xml, const ReaderContext& context);

}  // namespace kb::ingest
