#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "kb/document.hpp"
#include "kb/reader.hpp"
#include "text/field_limits.hpp"
#include "text/normalize.hpp"

namespace kb {

namespace {

/// Cleans the entries and leaves out empty and repeated ones.
void clean_list(std::vector<std::string>& list) {
    std::unordered_set<std::string> seen;
    std::vector<std::string> kept;
    kept.reserve(list.size());
    for (const std::string& entry : list) {
        std::string clean = clean_line(entry);
        if (!clean.empty() && seen.insert(clean).second) kept.push_back(std::move(clean));
    }
    list = std::move(kept);
}

constexpr bool is_ascii_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "de" for "DE_at" and "deu"; empty for what is no language tag.
std::string primary_language(std::string_view tag) {
    const auto end = std::find_if_not(tag.begin(), tag.end(), is_ascii_letter);
    const std::string primary(tag.begin(), end);
    const bool separated = end == tag.end() || *end == '-' || *end == '_';
    if (!separated || primary.size() < 2 || primary.size() > 3) return {};
    std::array<char, 32> canonical{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t length = uloc_toLanguageTag(
        primary.c_str(), canonical.data(), static_cast<std::int32_t>(canonical.size()), 1, &status);
    if (U_FAILURE(status) || length <= 0) return {};
    const std::string_view found(canonical.data(), static_cast<std::size_t>(length));
    return found == "und" ? std::string() : std::string(found.substr(0, found.find('-')));
}

}  // namespace

std::string clean_name(std::string_view text) {
    std::string line = clean_line(text);
    return is_web_url(line) ? without_credentials(line) : line;
}

void normalize_fields(Document& document) {
    document.id = clean_name(document.id);
    document.source = clean_name(document.source);
    document.url = canonical_url(clean_line(document.url));
    document.title = clean_line(document.title);
    document.text = clean_text(document.text);
    clean_list(document.authors);
    clean_list(document.tags);
    document.lang = primary_language(clean_line(document.lang));
    if (document.parent) {
        document.parent->id = clean_name(document.parent->id);
        document.parent->title = clean_line(document.parent->title);
        if (document.parent->id.empty()) document.parent.reset();
    }
}

void normalize(Document& document) {
    normalize_fields(document);
    limit_fields(document);
}

}  // namespace kb
