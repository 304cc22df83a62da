#include "index/stories.hpp"

#include "document/story.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "text/hash_hex.hpp"

namespace kb::index {

Story story_of(const Document& document) {
    if (document.parent) return {};
    const std::string key = story_key(document.url);
    if (key.empty()) return {};
    return {std::string(schema::story_prefix) + hash_hex(key), document.source, document.title};
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
