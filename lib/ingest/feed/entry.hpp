#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kb/document.hpp"

namespace kb::ingest {

/// A text as a feed states it.
struct FeedText {
    enum class Form : std::uint8_t {
        plain,
        html,
        either,  ///< the format does not say; the text itself has to tell
    };
    std::string value = {};
    Form form = Form::plain;
};

/// What a text is to an entry, the most telling first.
enum class TextRole : std::uint8_t {
    content,
    description,
    summary,
    media_description,
    subtitle,
    count,
};

/// Which title it is, the entry's own first.
enum class TitleRole : std::uint8_t { own, dublin_core, itunes, media, count };

/// An entry of a feed before it becomes a document, in the same form for all formats.
struct FeedEntry {
    std::string guid = {};  ///< guid, Atom id or rdf:about, trimmed
    bool guid_is_link = false;
    std::string link = {};           ///< absolute as far as the feed allows
    std::string original_link = {};  ///< where a proxy of feeds has replaced the link
    std::string comments_link = {};
    std::array<FeedText, static_cast<std::size_t>(TitleRole::count)> titles = {};
    std::array<FeedText, static_cast<std::size_t>(TextRole::count)> texts = {};
    std::vector<FeedText> authors = {};
    std::vector<FeedText> tags = {};
    std::string lang = {};
    std::optional<Timestamp> published = {};
    std::optional<Timestamp> dated = {};  ///< a date that does not say of what
    std::optional<Timestamp> created = {};
    std::optional<Timestamp> updated = {};
    std::optional<std::uint64_t> comments = {};
    bool has_media = false;  ///< sound or film comes with it
    /// Why nothing else is known of the entry; empty for all others.
    std::string refusal = {};
};

/// An entry of which no more is known than that it is not read.
inline FeedEntry refused_entry(std::string why) {
    FeedEntry entry;
    entry.refusal = std::move(why);
    return entry;
}

/// How much larger than a document may be an entry of a feed with all its markup is.
inline constexpr std::uint64_t entry_markup_factor = 2;

/// Authors that entries inherit from their feed.
inline constexpr std::size_t most_head_authors = 100;

/// What a feed says about itself.
struct FeedHead {
    FeedText title = {};
    std::string link = {};  ///< the site
    std::string self = {};  ///< the feed
    std::string lang = {};
    std::vector<FeedText> authors = {};  ///< of entries that name none
};

/// A feed that has been read, and hands out its entries.
class FeedSource {
  public:
    FeedSource() = default;
    virtual ~FeedSource() = default;
    FeedSource(const FeedSource&) = delete;
    FeedSource& operator=(const FeedSource&) = delete;

    virtual const FeedHead& head() const = 0;
    /// The next entry, in the order of the feed, or nothing at the end.
    virtual std::optional<FeedEntry> next() = 0;
};

/// Whether a media type ("audio/mpeg") or, where that says nothing, the ending of a link means
/// sound or film.
bool is_sound_or_film(std::string_view media_type, std::string_view link);

}  // namespace kb::ingest
