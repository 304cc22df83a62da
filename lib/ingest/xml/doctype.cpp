#include "ingest/xml/doctype.hpp"

#include <algorithm>

#include "ingest/xml/entities.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view white_space = " \t\n\r";

/// Where the declaration that `at` stands in ends, behind its '>'. A '>' in quotes does not end it,
/// unless they are not closed. The end of the text if it does not end.
std::size_t declaration_end(std::string_view text, std::size_t at) {
    while (true) {
        at = text.find_first_of("\"'>", at);
        if (at == npos) return text.size();
        if (text[at] == '>') return at + 1;
        const std::size_t close = text.find(text[at], at + 1);
        if (close == npos) return std::min(text.find('>', at), text.size() - 1) + 1;
        at = close + 1;
    }
}

std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(white_space));
    text.remove_prefix(word.size());
    return word;
}

/// Replaces references to characters, as XML does when an entity is declared.
std::string without_character_references(std::string_view value) {
    std::string out;
    while (!value.empty()) {
        const std::size_t next = std::min(value.find('&'), value.size());
        out += value.substr(0, next);
        value.remove_prefix(next);
        if (value.empty()) break;
        const XmlReference reference = read_xml_reference(value);
        if (reference.size == 0 || !reference.name.empty()) {
            out += '&';
            value.remove_prefix(1);
            continue;
        }
        if (const auto character = referenced_character(reference.number)) {
            append_utf8(*character, out);
        }
        value.remove_prefix(reference.size);
    }
    return out;
}

/// What a reference means that no declaration is needed for.
std::optional<char32_t> entity_character(const XmlReference& reference) {
    if (reference.size == 0) return std::nullopt;
    if (reference.name.empty()) return referenced_character(reference.number);
    if (reference.name == "lt") return U'<';
    if (reference.name == "gt") return U'>';
    if (reference.name == "amp") return U'&';
    if (reference.name == "quot") return U'"';
    if (reference.name == "apos") return U'\'';
    return html_entity(reference.name);
}

}  // namespace

std::size_t Doctype::read(std::string_view text) {
    const std::size_t subset = text.find_first_of("[>");
    const std::string_view head = text.substr(0, subset);
    external_ = head.find("PUBLIC") != npos || head.find("SYSTEM") != npos;
    if (subset == npos) return text.size();
    if (text[subset] == '>') return subset + 1;
    std::size_t at = subset + 1;
    while (at < text.size() && text[at] != ']')
        read_subset_item(text, at);
    const std::size_t close = text.find('>', at);
    return close == npos ? text.size() : close + 1;
}

/// Reads one declaration, comment or other character of the internal subset.
void Doctype::read_subset_item(std::string_view text, std::size_t& at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) {
        const std::size_t close = text.find("-->", at);
        at = close == npos ? text.size() : close + 3;
    } else if (rest.starts_with("<!")) {
        const std::size_t end = declaration_end(text, at);
        declare(text.substr(at, end - at));
        at = end;
    } else {
        ++at;
    }
}

/// Keeps "<!ENTITY name "value">"; the first declaration of a name counts.
void Doctype::declare(std::string_view declaration) {
    if (entities_.size() >= most_entities || take_word(declaration) != "<!ENTITY") return;
    const std::string_view name = take_word(declaration);
    if (name.empty() || name == "%") return;
    declaration.remove_prefix(
        std::min(declaration.find_first_not_of(white_space), declaration.size()));
    std::string value;
    if (declaration.starts_with('"') || declaration.starts_with('\'')) {
        const std::string_view quoted =
            declaration.substr(1, declaration.find(declaration[0], 1) - 1);
        value = without_character_references(quoted.substr(0, longest_value));
    }
    entities_.emplace(name, std::move(value));
}

bool Doctype::declares(std::string_view name) const {
    return !entities_.empty() && entities_.contains(std::string(name));
}

bool Doctype::expand(std::string_view name, std::string& out) {
    const auto found = entities_.find(std::string(name));
    return found != entities_.end() && append(found->second, 0, out);
}

bool Doctype::append(std::string_view value, unsigned depth, std::string& out) {
    if (depth > deepest_entity) return false;
    while (true) {
        const std::size_t next = std::min(value.find('&'), value.size());
        expanded_ += next + 1;
        if (expanded_ > largest_expansion) return false;
        out += value.substr(0, next);
        value.remove_prefix(next);
        if (value.empty()) return true;
        const XmlReference reference = read_xml_reference(value);
        const auto declared = entities_.find(std::string(reference.name));
        if (declared != entities_.end()) {
            if (!append(declared->second, depth + 1, out)) return false;
            value.remove_prefix(reference.size);
        } else if (const auto character = entity_character(reference)) {
            append_utf8(*character, out);
            value.remove_prefix(reference.size);
        } else {
            out += '&';
            value.remove_prefix(1);
        }
    }
}

}  // namespace kb::ingest
