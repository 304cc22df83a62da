#pragma once

#include <optional>
#include <string>

#include "index/xapian.hpp"
#include "kb/document.hpp"

namespace kb::index {

/// What tells that a document is the same story as another one with another id.
struct Story {
    std::string term = {};  ///< XU and the hash of its link (see story_key); empty: none
    std::string source = {};
    std::string title = {};
};

/// A part of a page is no story of its own.
Story story_of(const Document& document);

/// The earliest document other than `self` that is the same story: it has the same link and
/// another source, or the same title. A link that several items of one source share (a
/// changelog's, a podcast's page) tells nothing by itself. Looks at 64 documents at most.
std::optional<Xapian::docid> earliest_of_story(const Xapian::Database& database, const Story& story,
                                               std::optional<Xapian::docid> self);

}  // namespace kb::index
