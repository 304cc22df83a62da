#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

/// A point in time, UTC, whole seconds.
using Timestamp = std::chrono::sys_seconds;

/// What sort of post a document is.
enum class Kind : std::uint8_t {
    post,        ///< an aggregator's submission (Hacker News, Lobsters)
    thread,      ///< a forum topic
    readme,      ///< a repository's README
    release,     ///< release notes, a changelog
    statement,   ///< one candidate's statement
    newsletter,  ///< an issue of a newsletter
    episode,     ///< a podcast episode or video
    article,     ///< everything else
};

/// The kind's name as it stands in JSON ("readme").
std::string_view to_string(Kind kind) noexcept;
/// The kind of that name, or nothing. Exact, lower case.
std::optional<Kind> parse_kind(std::string_view name) noexcept;

/// The larger page that a document is a part of.
struct Parent {
    std::string id = {};     ///< of the page; a document of that id need not exist
    std::string title = {};  ///< of the page, one line

    bool operator==(const Parent&) const = default;
};

/// One collected post, normalised. Absent text is empty; absent values are nullopt. All strings are
/// valid UTF-8, NFC, without control characters other than line ends and tabs in `text`.
struct Document {
    std::string id = {};                         ///< stable identity, never empty in an index
    Kind kind = Kind::article;                   ///< what sort of post it is
    std::string source = {};                     ///< feed title, host, or as given by the user
    std::string url = {};                        ///< canonical link
    std::string title = {};                      ///< one line
    std::string text = {};                       ///< plain text; blank lines separate blocks
    std::vector<std::string> authors = {};       ///< input order, no duplicates
    std::vector<std::string> tags = {};          ///< input order, no duplicates
    std::string lang = {};                       ///< BCP-47 primary tag ("en"); empty if unknown
    std::optional<Timestamp> published = {};     ///< absent: unknown
    std::optional<Timestamp> updated = {};       ///< absent: unknown, or never
    std::optional<std::uint64_t> points = {};    ///< votes, where the source states them
    std::optional<std::uint64_t> comments = {};  ///< their number, where the source states it
    std::optional<Parent> parent = {};           ///< set on a part of a larger page

    bool operator==(const Document&) const = default;
};

/// The document as one line of JSON without the newline: fields in the order of Document, absent
/// ones omitted, UTF-8 unescaped except for '"', '\\' and control characters. Equal documents give
/// equal bytes. Never throws but for memory.
std::string to_json(const Document& document);

/// As to_json, without `text`: what a list of results shows.
std::string to_json_without_text(const Document& document);

/// Reads one JSON object. Absent, null and empty fields mean absent; unknown fields are ignored;
/// `authors` and `tags` may be a single string. An absent kind is left as `article` and reported
/// through `kind_given` if that is not null. Throws Error(invalid_argument) that names the field
/// on malformed JSON, invalid UTF-8, a missing id or a field of the wrong type.
/// Values are taken as they stand: normalisation is the business of the readers and of the index.
Document document_from_json(std::string_view json, bool* kind_given = nullptr);

/// "2023-11-27T14:05:00Z". Years outside 0000–9999 are clamped.
std::string format_timestamp(Timestamp time);

/// Reads RFC 3339 ("2023-11-27T14:05:00Z", any offset, fractions dropped, a space for the T) and
/// the plain date "2023-11-27" (midnight UTC). Nothing if it is neither or not a real date.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// The canonical form of an http(s) link: scheme and host in lower case, default port, user
/// information, fragment and tracking parameters (utm_*, fbclid, gclid, …) removed, dot segments
/// resolved, an empty path made "/". Anything that is not an absolute http(s) link comes back
/// trimmed and without_credentials() but otherwise as it is. Idempotent.
std::string canonical_url(std::string_view url);

/// The host of an http(s) link in lower case, without port and a leading "www."; empty if the text
/// is no such link.
std::string url_host(std::string_view url);

/// Whether the text begins as an http or https URL does, letters of either case.
bool is_web_url(std::string_view text);

/// The URL without "user:password@": for messages and lists. By the text alone, so that what is no
/// valid URL loses its secrets as well.
std::string without_credentials(std::string_view url);

}  // namespace kb
#pragma GCC visibility pop
