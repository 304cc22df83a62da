#pragma once

#include "ingest/feed/entry.hpp"
#include "ingest/xml/scope.hpp"

namespace kb::ingest {

/// Reads an element that holds a text for people. An Atom element says in its attributes which form
/// the text has; elsewhere it is `usual`. Elements within it are HTML whatever is said; base64 is
/// decoded. Empty for what is no text (a picture).
FeedText read_feed_text(const pugi::xml_node& element, bool is_atom, FeedText::Form usual);

}  // namespace kb::ingest
