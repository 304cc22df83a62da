#include "common/index_values.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "common/database_path.hpp"
#include "common/environment.hpp"
#include "common/numbers.hpp"
#include "common/usage_error.hpp"
#include "kb/error.hpp"
#include "kb/query.hpp"
#include "kb/ranking.hpp"
#include "kb/searcher.hpp"
#include "kb/subscriptions.hpp"

namespace kb::tools {
namespace {

constexpr std::size_t most_values = 200;
constexpr std::size_t most_words = 20;

/// The index that the command would take; the shell has not put the home directory in place of "~".
std::filesystem::path index_of(const CursorPlace& place) {
    std::optional<std::string> database = place.database;
    const auto home = environment("HOME");
    if (database && home && database->starts_with("~/")) database->replace(0, 1, *home);
    return database_path(database);
}

std::vector<Candidate> facet_values(const Searcher& searcher, std::string_view field,
                                    std::string_view beginning) {
    SearchRequest request;
    request.query = "*";
    request.limit = 0;
    request.facets = {std::string(field)};
    request.collapse = false;
    request.timeout = std::chrono::milliseconds{300};
    const Results results = searcher.search(request);
    std::vector<Candidate> values;
    for (const FacetValue& value : results.facets.front().values) {
        if (!value.value.starts_with(beginning)) continue;
        if (values.size() == most_values) break;
        values.push_back({value.value, counted(value.count, "document", "documents")});
    }
    return values;
}

std::vector<Candidate> plain(const std::vector<std::string>& texts) {
    std::vector<Candidate> candidates;
    candidates.reserve(texts.size());
    for (const std::string& text : texts)
        candidates.push_back({text, ""});
    return candidates;
}

/// Whether a value stands in a query as it is.
bool needs_no_quotes(std::string_view value) {
    constexpr std::string_view plain_signs = "-_./@+#:?=&%";
    return std::all_of(value.begin(), value.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               static_cast<unsigned char>(c) >= 0x80 ||
               plain_signs.find(c) != std::string_view::npos;
    });
}

/// Values of `field:`, each as a whole query word.
std::vector<Candidate> field_values(const Searcher& searcher, std::string_view field,
                                    std::string_view beginning) {
    constexpr std::array<std::string_view, 6> facets = {"kind",   "source", "site",
                                                        "author", "tag",    "lang"};
    if (beginning.starts_with('"')) beginning.remove_prefix(1);
    std::vector<Candidate> values;
    if (field == "id" || field == "parent") {
        values = plain(searcher.ids(beginning, most_values));
    } else if (std::find(facets.begin(), facets.end(), field) != facets.end()) {
        values = facet_values(searcher, field, beginning);
    }
    std::erase_if(values,
                  [](const Candidate& value) { return value.text.find('"') != std::string::npos; });
    for (Candidate& value : values) {
        const bool bare = needs_no_quotes(value.text);
        value.text = std::string(field) + (bare ? ":" : ":\"") + value.text + (bare ? "" : "\"");
    }
    return values;
}

/// Where the last word of a query begins: behind a space outside quotes, brackets and signs.
std::size_t last_word(std::string_view query) {
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < query.size(); ++i) {
        if (query[i] == '"') quoted = !quoted;
        if (query[i] == ' ' && !quoted) begin = i + 1;
    }
    return std::min(query.find_first_not_of("+-(", begin), query.size());
}

std::vector<Candidate> words_and_fields(const Searcher& searcher, std::string_view beginning) {
    constexpr std::size_t shortest_word = 2;
    std::vector<Candidate> found;
    for (const QueryFieldInfo& field : query_fields()) {
        if (field.name.starts_with(beginning))
            found.push_back({std::string(field.name) + ":", std::string(field.description)});
    }
    if (beginning.size() < shortest_word) return found;
    for (const std::string& word : searcher.suggest(beginning, most_words)) {
        if (needs_no_quotes(word)) found.push_back({word, ""});
    }
    return found;
}

std::vector<Candidate> query_words(const Searcher& searcher, std::string_view query) {
    const std::size_t begin = last_word(query);
    const std::string_view word = query.substr(begin);
    const std::size_t colon = word.find(':');
    std::vector<Candidate> found =
        colon == std::string_view::npos
            ? words_and_fields(searcher, word)
            : field_values(searcher, word.substr(0, colon), word.substr(colon + 1));
    for (Candidate& candidate : found)
        candidate.text.insert(0, query.substr(0, begin));
    return found;
}

std::vector<Candidate> feeds(const Searcher& searcher, std::string_view beginning) {
    std::vector<Candidate> found;
    for (const Subscription& feed : searcher.subscriptions()) {
        const std::string url = without_credentials(feed.url);
        if (url.starts_with(beginning)) found.push_back({url, feed.title});
    }
    return found;
}

std::vector<Candidate> profiles(std::string_view beginning) {
    std::vector<Candidate> found;
    for (const std::string_view name : profile_names()) {
        if (name.starts_with(beginning)) found.push_back({std::string(name), ""});
    }
    return found;
}

std::vector<Candidate> find(ValueSource source, const CursorPlace& place) {
    if (source == ValueSource::profile) return profiles(place.word);
    const Searcher searcher(index_of(place));
    switch (source) {
        case ValueSource::query:
            return query_words(searcher, place.word);
        case ValueSource::id:
            return plain(searcher.ids(place.word, most_values));
        case ValueSource::source:
            return facet_values(searcher, "source", place.word);
        case ValueSource::feed:
            return feeds(searcher, place.word);
        default:
            return {};
    }
}

}  // namespace

std::vector<Candidate> values_of_index(ValueSource source, const CursorPlace& place) {
    try {
        return find(source, place);
    } catch (const Error&) {
        return {};  // no index, or none that can be read: nothing to complete with
    } catch (const UsageError&) {
        return {};
    }
}

}  // namespace kb::tools
