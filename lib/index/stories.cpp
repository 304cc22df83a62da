#include "index/stories.hpp"

#include <xxhash.h>

#include "document/story.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"

namespace kb::index {
namespace {

std::string term_of(const std::string& key) {
    const XXH128_hash_t hash = XXH3_128bits(key.data(), key.size());
    std::string term(schema::story_prefix);
    for (const std::uint64_t half : {hash.high64, hash.low64}) {
        for (int shift = 60; shift >= 0; shift -= 4)
            term += "0123456789abcdef"[(half >> shift) & 15];
    }
    return term;
}

}  // namespace

Story story_of(const Document& document) {
    if (document.parent) return {};
    const std::string key = story_key(document.url);
    if (key.empty()) return {};
    return {term_of(key), document.source, document.title};
}

std::optional<Xapian::docid> earliest_of_story(const Xapian::Database& database, const Story& story,
                                               std::optional<Xapian::docid> self) {
    if (story.term.empty()) return std::nullopt;
    EarliestOfStory earliest;
    unsigned looked_at = 0;
    for (auto it = database.postlist_begin(story.term);
         it != database.postlist_end(story.term) && looked_at < most_tellings_looked_at; ++it) {
        if (*it == self) continue;
        ++looked_at;
        const Document other = decode_stored(database.get_document(*it).get_data());
        const bool same_title = !story.title.empty() && other.title == story.title;
        if (earliest.look_at(*it, same_title, other.source == story.source)) break;
    }
    return earliest.found();
}

}  // namespace kb::index
