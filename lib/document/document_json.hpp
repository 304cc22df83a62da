#pragma once

#include "document/json.hpp"
#include "kb/document.hpp"

namespace kb {

/// Writes the document's fields as members of the object that `json` is in: in the order of
/// Document, absent ones left out, `text` only if asked for.
void write_members(JsonWriter& json, const Document& document, bool with_text);

}  // namespace kb
