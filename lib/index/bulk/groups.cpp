#include "index/bulk/groups.hpp"

#include <xxhash.h>

#include <algorithm>

#include "index/duplicates.hpp"

namespace kb::index::bulk {

namespace {

std::uint64_t hash_of(const std::string& text) {
    return XXH3_64bits(text.data(), text.size());
}

/// A band at its place.
std::vector<std::uint32_t> places(const Fingerprint& fingerprint) {
    std::vector<std::uint32_t> places;
    for (const std::uint16_t band : bands(fingerprint.simhash))
        places.push_back(static_cast<std::uint32_t>(places.size()) << 16 | band);
    return places;
}

}  // namespace

void Groups::add(const Fingerprint& fingerprint, const Story& story) {
    const auto document = static_cast<Xapian::docid>(fingerprints_.size() + 1);
    auto earliest = earliest_near_duplicate(fingerprint);
    const auto same_story = earliest_of_story(story);
    if (same_story && (!earliest || *same_story < *earliest)) earliest = same_story;
    if (earliest) join(document, *earliest);
    remember(document, fingerprint, story);
}

std::optional<Xapian::docid> Groups::earliest_near_duplicate(const Fingerprint& fingerprint) const {
    if (fingerprint.shingles == 0) return std::nullopt;
    std::optional<Xapian::docid> earliest;
    for (const std::uint32_t place : places(fingerprint)) {
        const auto known = candidates_.find(place);
        if (known == candidates_.end()) continue;
        for (const Xapian::docid candidate : known->second) {
            if (earliest && candidate >= *earliest) break;
            if (!near_duplicate(fingerprints_[candidate - 1], fingerprint)) continue;
            earliest = candidate;
            break;
        }
    }
    return earliest;
}

std::optional<Xapian::docid> Groups::earliest_of_story(const Story& story) const {
    const auto known = story.term.empty() ? stories_.end() : stories_.find(story.term);
    if (known == stories_.end()) return std::nullopt;
    EarliestOfStory earliest;
    const std::uint64_t source = hash_of(story.source);
    const std::uint64_t title = hash_of(story.title);
    for (const Telling& other : known->second) {
        if (earliest.look_at(other.docid, !story.title.empty() && other.title == title,
                             other.source == source))
            break;
    }
    return earliest.found();
}

void Groups::join(Xapian::docid document, Xapian::docid earliest) {
    const Xapian::docid group = groups_.try_emplace(earliest, earliest).first->second;
    groups_[document] = group;
}

void Groups::remember(Xapian::docid document, const Fingerprint& fingerprint, const Story& story) {
    fingerprints_.push_back(fingerprint);
    if (fingerprint.shingles != 0) {
        for (const std::uint32_t place : places(fingerprint)) {
            std::vector<Xapian::docid>& candidates = candidates_[place];
            if (candidates.size() < max_candidates_per_band) candidates.push_back(document);
        }
    }
    if (story.term.empty()) return;
    std::vector<Telling>& tellings = stories_[story.term];
    if (tellings.size() < most_tellings_looked_at)
        tellings.push_back({document, hash_of(story.source), hash_of(story.title)});
}

}  // namespace kb::index::bulk
