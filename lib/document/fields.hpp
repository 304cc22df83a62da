#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kb {

/// How a field is searched.
enum class FieldType : std::uint8_t {
    none,    ///< stored only
    words,   ///< analysed words: `title:word`
    filter,  ///< exact values: `kind:readme`
    date,    ///< `after: before: date:`
    number,  ///< `points:>=100`
};

/// No value slot.
inline constexpr std::uint32_t no_slot = 0xffffffff;

/// One field of a document: the single place that says how it is spelled in a query, which Xapian
/// term prefix and value slot hold it, and what may be done with it. Prefixes follow Xapian's and
/// Omega's conventions. The query parser, the index schema, facets and help text all read this.
struct FieldInfo {
    std::string_view name;  ///< as in JSON and in a query
    FieldType type;
    std::string_view prefix;  ///< of its terms; empty if none (or, for text, unprefixed)
    std::uint32_t slot;       ///< of its value, or no_slot
    bool facet;               ///< may be counted
    std::string_view description;
    std::string_view example;  ///< a query
};

inline constexpr std::array fields = {
    FieldInfo{"id", FieldType::filter, "Q", no_slot, false, "stable identity",
              "id:https://example.org/post"},
    FieldInfo{"kind", FieldType::filter, "T", 4, true,
              "post, thread, readme, release, statement, newsletter, episode or article",
              "kind:readme"},
    FieldInfo{"source", FieldType::filter, "G", 5, true, "where it was collected",
              "source:\"Hacker News\""},
    FieldInfo{"site", FieldType::filter, "H", 6, true, "host of the link, or a parent domain of it",
              "site:github.com"},
    FieldInfo{"title", FieldType::words, "S", no_slot, false, "words of the title", "title:async"},
    FieldInfo{"text", FieldType::words, "", no_slot, false, "words of the text", "text:async"},
    FieldInfo{"author", FieldType::words, "A", 7, true, "words of an author's name",
              "author:\"Ada Lovelace\""},
    FieldInfo{"tag", FieldType::filter, "K", 8, true, "a whole tag", "tag:\"machine learning\""},
    FieldInfo{"lang", FieldType::filter, "L", 9, true, "language", "lang:de"},
    FieldInfo{"date", FieldType::date, "", 0, false, "when it was published",
              "date:2023-11-01..2023-11-30"},
    FieldInfo{"updated", FieldType::none, "", 1, false, "when it was last changed", ""},
    FieldInfo{"points", FieldType::number, "", 2, false, "votes", "points:>=100"},
    FieldInfo{"comments", FieldType::number, "", 3, false, "number of comments", "comments:10..50"},
    FieldInfo{"parent", FieldType::filter, "XP", 13, false, "id of the page it is a part of",
              "parent:kb:0123"},
    FieldInfo{"year", FieldType::none, "", no_slot, true, "year of publication", ""},
    FieldInfo{"month", FieldType::none, "", no_slot, true, "month of publication", ""},
};

/// The field of that name, or nothing. Exact, lower case.
constexpr std::optional<FieldInfo> find_field(std::string_view name) noexcept {
    for (const FieldInfo& field : fields) {
        if (field.name == name) return field;
    }
    return std::nullopt;
}

}  // namespace kb
