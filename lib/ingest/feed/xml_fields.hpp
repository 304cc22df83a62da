#pragma once

#include <cstdint>
#include <optional>

#include "ingest/xml/scope.hpp"

namespace kb::ingest {

/// What the elements of an entry or a feed mean, whatever they are called.
enum class FeedField : std::uint8_t {
    title,
    dublin_core_title,
    itunes_title,
    media_title,
    guid,
    link,
    original_link,
    comments_link,
    comments,
    body,         ///< Atom: with a type
    markup,       ///< HTML, whether escaped or not
    description,  ///< HTML, mostly
    summary,
    media_description,
    subtitle,
    author,
    tag,
    tags,  ///< several, separated by commas
    lang,
    published,
    dated,
    created,
    updated,
    enclosure,
    medium,  ///< a medium or a group of media, with elements about it
    duration,
};

/// The meaning of an element's name, letters of either case; nothing if it has none here.
std::optional<FeedField> field_of_name(const XmlName& name) noexcept;

}  // namespace kb::ingest
