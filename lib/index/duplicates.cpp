#include "index/duplicates.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "index/schema.hpp"

namespace kb::index {

namespace {

template <typename Integer>
void append_hex(std::string& text, Integer value) {
    for (int shift = static_cast<int>(sizeof(Integer)) * 8 - 4; shift >= 0; shift -= 4) {
        text += "0123456789abcdef"[(static_cast<std::uint64_t>(value) >> shift) & 15];
    }
}

template <typename Integer>
Integer read_hex(std::string_view& text) {
    Integer value = 0;
    for (std::size_t i = 0; i < sizeof(Integer) * 2; ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
        value = static_cast<Integer>(value << 4 | static_cast<Integer>(digit));
    }
    text.remove_prefix(sizeof(Integer) * 2);
    return value;
}

std::optional<Fingerprint> decode(std::string_view value) {
    if (value.size() != 40) return std::nullopt;
    Fingerprint fingerprint;
    fingerprint.simhash = read_hex<std::uint64_t>(value);
    fingerprint.exact = read_hex<std::uint64_t>(value);
    fingerprint.shingles = read_hex<std::uint32_t>(value);
    return fingerprint;
}

bool is_near(const Xapian::Database& database, Xapian::docid candidate,
             const Fingerprint& fingerprint) {
    const auto other = decode(database.get_document(candidate).get_value(schema::fingerprint_slot));
    return other && near_duplicate(*other, fingerprint);
}

std::optional<Xapian::docid> earliest_near_duplicate(const Xapian::Database& database,
                                                     const Fingerprint& fingerprint,
                                                     std::optional<Xapian::docid> self) {
    if (fingerprint.shingles == 0) return std::nullopt;
    std::optional<Xapian::docid> earliest;
    for (const std::string& term : candidate_terms(fingerprint)) {
        unsigned looked_at = 0;
        for (auto it = database.postlist_begin(term); it != database.postlist_end(term); ++it) {
            if ((earliest && *it >= *earliest) || looked_at++ == max_candidates_per_band) break;
            if (*it == self || !is_near(database, *it, fingerprint)) continue;
            earliest = *it;
            break;
        }
    }
    return earliest;
}

void put_into_group(Xapian::Document& document, const std::string& group) {
    document.add_value(schema::group_slot, group);
    for (const std::string& term : duplicate_group_terms(group))
        document.add_boolean_term(term);
}

}  // namespace

/// One term a band of the SimHash.
std::vector<std::string> candidate_terms(const Fingerprint& fingerprint) {
    std::vector<std::string> terms;
    char band_name = 'a';
    for (const std::uint16_t band : bands(fingerprint.simhash)) {
        std::string term(schema::duplicate_candidate_prefix);
        term += band_name++;
        append_hex(term, band);
        terms.push_back(std::move(term));
    }
    return terms;
}

std::string encode_fingerprint(const Fingerprint& fingerprint) {
    std::string value;
    append_hex(value, fingerprint.simhash);
    append_hex(value, fingerprint.exact);
    append_hex(value, fingerprint.shingles);
    return value;
}

std::vector<std::string> duplicate_group_terms(const std::string& group) {
    return {std::string(schema::duplicate_mark),
            std::string(schema::duplicate_group_prefix) + group};
}

std::optional<Xapian::docid> join_group(Xapian::WritableDatabase& database,
                                        const Fingerprint& fingerprint, const Story& story,
                                        std::optional<Xapian::docid> self,
                                        Xapian::Document& document) {
    auto earliest = earliest_near_duplicate(database, fingerprint, self);
    const auto same_story = earliest_of_story(database, story, self);
    if (same_story && (!earliest || *same_story < *earliest)) earliest = same_story;
    if (!earliest) return std::nullopt;
    Xapian::Document first = database.get_document(*earliest);
    std::string group = first.get_value(schema::group_slot);
    const bool alone = group.empty();
    if (alone) {
        group = std::to_string(*earliest);
        put_into_group(first, group);
        database.replace_document(*earliest, first);
    }
    put_into_group(document, group);
    return alone ? earliest : std::nullopt;
}

}  // namespace kb::index
