#pragma once

#include <cstdint>
#include <string>

#include "kb/reader.hpp"

namespace kb::ingest {

/// Makes a document that a reader has put together what the index expects: the user's overrides,
/// the normal form, the host of the link as source where nothing better is known, the language
/// detected where it is not declared, an id made of the content where there is none. The limits on
/// fields are left to whoever can tell of them. Idempotent.
void finish_document(Document& document, const ReadOptions& options);

/// An id for a document that has none of its own: "kb:" and the hash of title and text. The date is
/// left out, so that a later export of the same post gives the same id.
std::string content_id(const Document& document);

/// A size for messages: "16 MiB", "100 bytes".
std::string format_size(std::uint64_t bytes);

}  // namespace kb::ingest
