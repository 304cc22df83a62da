#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/fields.hpp"
#include "kb/analyzer.hpp"
#include "kb/document.hpp"

namespace kb::index::schema {

/// How documents lie in the Xapian database. Prefixes and slots of fields stand in
/// document/fields.hpp; here is the rest, and how terms and values are spelled.
///
///   <surface>            words of the text, with positions            wdf 0
///   S<surface>           words of the title, with positions           wdf 0
///   XK<surface>          words of the tags, with positions            wdf 0
///   A<surface>           words of the authors, with positions         wdf 1
///   Z<stem key>          every word of title, text and tags: what is scored; wdf is weighted
///   ZS<stem key>         stems of the title                           wdf 0
///   XO<stem key>         stems of title and tags that the text lacks  wdf 0
///   T G H K L Q XP       filters: folded values                       wdf 0
///   XT<folded title>     whole titles, cut to max_title_term bytes    wdf 0
///   XW<words>            the words of whole titles                    wdf 0
///   XF… XG… XD           near-duplicates: see duplicates.hpp          wdf 0
///   XU…                  the story that it tells: see stories.hpp     wdf 0
///
/// So a document's length in Xapian is the weighted number of its words. A stem key is
/// "<language>:<stem>" for a word of letters in a language that has a stemmer, else ":" and the
/// term: a stem is only ever compared with stems of its own language.
inline constexpr int format = 2;             ///< of the databases that this version writes
inline constexpr int oldest_searchable = 2;  ///< format that this version still searches
inline constexpr int oldest_readable = 1;    ///< format whose documents it still reads, to rebuild
inline constexpr const char* format_key = "kb.format";
inline constexpr const char* commit_time_key = "kb.last_commit";

inline constexpr std::string_view stem_prefix = "Z";
inline constexpr std::string_view title_stem_prefix = "ZS";
inline constexpr std::string_view outside_text_prefix = "XO";
inline constexpr std::string_view title_prefix = "S";
inline constexpr std::string_view text_prefix{};
inline constexpr std::string_view tag_word_prefix = "XK";
inline constexpr std::string_view author_prefix = "A";
inline constexpr std::string_view whole_title_prefix = "XT";
inline constexpr std::string_view title_words_prefix = "XW";
inline constexpr std::string_view duplicate_candidate_prefix = "XF";
inline constexpr std::string_view duplicate_group_prefix = "XG";
inline constexpr std::string_view duplicate_mark = "XD";
inline constexpr std::string_view story_prefix = "XU";

inline constexpr std::uint32_t order_slot = 10;        ///< see order_key
inline constexpr std::uint32_t fingerprint_slot = 11;  ///< see duplicates.hpp
inline constexpr std::uint32_t group_slot = 12;        ///< near-duplicate group, if in one
inline constexpr std::uint32_t digest_slot = 14;  ///< see document_builder.hpp; old ones lack it

/// The info of a field that must exist.
constexpr const FieldInfo& field(std::string_view name) {
    for (const FieldInfo& info : fields) {
        if (info.name == name) return info;
    }
    throw "no such field";  // evaluated at compile time only
}

/// The term of a document's identity: the id itself, or where that exceeds Xapian's limit, its
/// first long_id_prefix bytes and a hash.
std::string id_term(std::string_view id);
inline constexpr std::size_t long_id_prefix = 200;

/// A filter's term: the folded value, cut by hashing as ids are. Ids and parents are not folded.
std::string filter_term(const FieldInfo& info, std::string_view value);

/// Whether a term is a surface form, which stands at positions in its documents.
bool has_positions(std::string_view term);

/// The term under which a whole title is found by its beginning. `title` is folded.
std::string whole_title_term(std::string_view title);
inline constexpr std::size_t max_title_term = 80;

/// The term of a title as a whole: its words in order, whatever stands between them; cut as ids
/// are. A text with no word in it has none.
std::string title_words_term(std::span<const Token> title);

/// The hosts that `site:` finds a host under: itself and its parent domains of ≥ 2 labels.
std::vector<std::string> site_hosts(std::string_view host);

/// Whether a token's stems, and not its term, make its keys in a text of a language with a stemmer.
bool keyed_by_stem(const Token& token);

/// The keys under which a token's stems are indexed in a text of language `lang` (empty: unknown):
/// one, or two where the form without diacritics has another stem.
void append_stem_keys(const Token& token, std::string_view lang, std::vector<std::string>& keys);

/// A value that sorts by publication (later is greater, none is least), then by id backwards, so
/// that descending order is "newest, then id".
std::string order_key(const Document& document);
/// The same key made to sort so that descending order is "oldest, then id", undated last.
std::string oldest_first_key(const std::string& order_key);

/// Several values in one slot.
std::string join_values(const std::vector<std::string>& values);
std::vector<std::string_view> split_values(std::string_view joined);

}  // namespace kb::index::schema
