#pragma once

#include <string>
#include <string_view>

#include "ingest/feed/entry.hpp"
#include "kb/reader.hpp"

namespace kb::ingest {

/// What is known about a feed when its entries become documents.
struct FeedIdentity {
    std::string title = {};  ///< as text, the source of its documents
    /// What an entry's own id is unique within: the feed's address, or what stands for it.
    std::string scope = {};
    const FeedHead* head = nullptr;
};

/// The title, address and the rest of a feed that lies at `location` (empty: unknown). Without an
/// address, ids count within the address that the feed gives itself, else the site's, else `input`.
FeedIdentity identify_feed(const FeedHead& head, const std::string& location,
                           const std::string& input);

/// The document that an entry is: HTML turned into text, trailers read off, kind, id, finished.
Document document_of_entry(const FeedEntry& entry, const FeedIdentity& feed,
                           const ReadOptions& options);

/// A text of a feed as plain text; `line` has no line ends.
std::string plain_text(const FeedText& text);
std::string plain_line(const FeedText& text);

/// The name in a text that names a person with or without an e-mail address: "a@b.c (Name)",
/// "Name <a@b.c>". The address where there is no name.
std::string author_name(std::string_view text);

/// Whether an id names something wherever it stands: a URL, or one of the schemes urn and tag.
bool is_globally_unique(std::string_view id) noexcept;

}  // namespace kb::ingest
