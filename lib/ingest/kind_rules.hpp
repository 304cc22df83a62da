#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ingest/trailers.hpp"
#include "kb/document.hpp"

namespace kb::ingest {

/// What a document's kind is guessed from.
struct KindEvidence {
    Origin origin = Origin::unknown;
    std::string_view url = {};
    std::string_view title = {};
    std::string_view text = {};
    bool has_media = false;  ///< sound or film is attached
};

/// Where a rule looks.
enum class Place : std::uint8_t {
    aggregator,  ///< the entry has an aggregator's trailers; no pattern
    forum,       ///< the entry has a forum's trailers; no pattern
    media,       ///< sound or film is attached; no pattern
    url,         ///< host and path: '*' is any one part, '#' a number, '**' all that follows
    title,       ///< a WordPattern
    opening,     ///< a WordPattern on the first words of the text
};

struct KindRule {
    Kind kind;
    Place place;
    std::string_view pattern;
};

/// The table of rules, strongest evidence first: the first one that matches decides.
std::span<const KindRule> kind_rules() noexcept;

/// The rule that decides, or null if none matches. Thread-safe.
const KindRule* deciding_rule(const KindEvidence& evidence);

/// The kind that the rules say; an article if none matches.
Kind guess_kind(const KindEvidence& evidence);

}  // namespace kb::ingest
