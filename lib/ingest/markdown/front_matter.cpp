#include "ingest/markdown/front_matter.hpp"

#include <algorithm>
#include <utility>

#include "ingest/lines.hpp"
#include "ingest/markdown/yaml_fields.hpp"
#include "ingest/name_list.hpp"
#include "ingest/page_date.hpp"

namespace kb::ingest {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_web_link(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

/// A list may be a single text: of names with commas, or else (Jekyll) with spaces.
std::vector<std::string> tags_of(const MetaField& field) {
    if (field.values.size() != 1 || field.is_list) return field.values;
    const std::string& text = field.values.front();
    if (text.find_first_of(",;") != std::string::npos) return split_tags(text);
    std::string separated = text;
    std::replace(separated.begin(), separated.end(), ' ', ',');
    return split_tags(separated);
}

std::vector<std::string> authors_of(const MetaField& field) {
    if (field.is_list) return field.values;
    std::vector<std::string> names;
    for (const std::string& value : field.values)
        append_new(names, split_authors(value));
    return names;
}

void take_text(std::string& to, const MetaField& field) {
    if (to.empty() && !field.values.empty()) to = field.values.front();
}

void take_date(std::optional<Timestamp>& to, const MetaField& field,
               const FrontMatterWarning& warn) {
    if (to || field.values.empty() || is_blank(field.values.front())) return;
    to = parse_page_date(field.values.front());
    if (!to) warn(field.line, "the front matter's " + field.name + " is no date that is known");
}

void take(FrontMatter& matter, const MetaField& field, const FrontMatterWarning& warn) {
    const std::string_view name = field.name;
    if (name == "title") take_text(matter.title, field);
    if (is_one_of(name, {"lang", "language", "locale"})) take_text(matter.lang, field);
    if (is_one_of(name, {"slug"})) take_text(matter.slug, field);
    if (is_one_of(name,
                  {"canonical_url", "canonical", "canonicalurl", "permalink", "url", "link"}) &&
        !field.values.empty() && is_web_link(field.values.front())) {
        take_text(matter.url, field);
    }
    if (is_one_of(name, {"author", "authors", "by"})) append_new(matter.authors, authors_of(field));
    if (is_one_of(name, {"tag", "tags", "category", "categories", "keywords", "topics"})) {
        append_new(matter.tags, tags_of(field));
    }
    if (is_one_of(name,
                  {"date", "published", "publishdate", "pubdate", "created", "published_at"}) &&
        !(field.values.size() == 1 && is_one_of(field.values.front(), {"true", "false"}))) {
        take_date(matter.published, field, warn);
    }
    if (is_one_of(name, {"updated", "lastmod", "modified", "last_modified_at", "last_modified",
                         "updated_at", "last-modified-at"})) {
        take_date(matter.updated, field, warn);
    }
}

// ---- TOML, as far as posts use it ----

/// A quoted or bare value; its end is taken off the text.
std::string take_toml_value(std::string_view& text) {
    text = trim(text);
    const char quote = text.empty() ? ' ' : text.front();
    const bool quoted = quote == '"' || quote == '\'';
    const std::size_t end = quoted ? text.find(quote, 1) : text.find_first_of(",]#");
    std::string value(trim(text.substr(quoted ? 1 : 0, end - (quoted ? 1 : 0))));
    text.remove_prefix(
        std::min(text.size(), end == std::string_view::npos ? end : end + (quoted ? 1 : 0)));
    return value;
}

std::vector<MetaField> read_toml(std::string_view toml) {
    std::vector<MetaField> fields;
    std::uint64_t number = 1;
    for (const std::string_view line : split_lines(toml)) {
        ++number;
        const std::size_t equals = line.find('=');
        const std::string_view key = trim(line.substr(0, std::min(equals, line.size())));
        if (equals == std::string_view::npos || key.starts_with('#')) continue;
        MetaField field{std::string(key), {}, false, number};
        std::string_view rest = trim(line.substr(equals + 1));
        field.is_list = rest.starts_with('[');
        if (field.is_list) rest.remove_prefix(1);
        while (!rest.empty() && rest.front() != ']' && rest.front() != '#') {
            std::string value = take_toml_value(rest);
            if (!value.empty()) field.values.push_back(std::move(value));
            rest = trim(rest);
            if (!rest.starts_with(',')) break;
            rest = trim(rest.substr(1));
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

/// The bytes of the line at the beginning of the text, its end included.
std::size_t line_bytes(std::string_view text) {
    const std::size_t end = text.find('\n');
    return end == std::string_view::npos ? text.size() : end + 1;
}

}  // namespace

SplitPost split_front_matter(std::string_view text) {
    const SplitPost none{{}, text, false};
    std::size_t at = line_bytes(text);
    const std::string_view mark = trim_right(text.substr(0, at));
    if (mark != "---" && mark != "+++") return none;
    const std::size_t begin = at;
    while (at < text.size()) {
        const std::size_t size = line_bytes(text.substr(at));
        const std::string_view line = trim_right(text.substr(at, size));
        if (line == mark || (mark == "---" && line == "...")) {
            return {text.substr(begin, at - begin), text.substr(at + size), mark == "+++"};
        }
        at += size;
    }
    return none;
}

FrontMatter read_front_matter(const SplitPost& post, const FrontMatterWarning& warn) {
    FrontMatter matter;
    if (post.front_matter.size() > largest_front_matter) {
        warn(1, "the front matter is larger than 64 KiB and was left out");
        return matter;
    }
    const std::vector<MetaField> fields =
        post.is_toml ? read_toml(post.front_matter) : read_yaml_fields(post.front_matter, warn);
    for (const MetaField& field : fields)
        take(matter, field, warn);
    return matter;
}

}  // namespace kb::ingest
