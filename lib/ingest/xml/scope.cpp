#include "ingest/xml/scope.hpp"

#include <algorithm>
#include <array>

#include "document/ascii.hpp"
#include "ingest/links.hpp"
#include "text/escape.hpp"

namespace kb::ingest {
namespace {

struct Namespace {
    std::string_view name;  ///< in lower case; a trailing '/' or '#' is left out
    Vocabulary vocabulary;
};

constexpr std::array namespaces = {
    Namespace{"http://www.w3.org/2005/atom", Vocabulary::atom},
    Namespace{"https://www.w3.org/2005/atom", Vocabulary::atom},
    Namespace{"http://purl.org/atom/ns", Vocabulary::atom},
    Namespace{"http://purl.org/echo", Vocabulary::atom},
    Namespace{"http://purl.org/pie", Vocabulary::atom},
    Namespace{"http://example.com/newformat", Vocabulary::atom},
    Namespace{"http://example.com/necho", Vocabulary::atom},
    Namespace{"uri/of/echo/namespace", Vocabulary::atom},
    Namespace{"http://purl.org/rss/1.0", Vocabulary::rss},
    Namespace{"http://purl.org/rss/1.0/modules/rss091", Vocabulary::rss},
    Namespace{"http://my.netscape.com/rdf/simple/0.9", Vocabulary::rss},
    Namespace{"http://channel.netscape.com/rdf/simple/0.9", Vocabulary::rss},
    Namespace{"http://backend.userland.com/rss", Vocabulary::rss},
    Namespace{"http://backend.userland.com/rss2", Vocabulary::rss},
    Namespace{"http://blogs.law.harvard.edu/tech/rss", Vocabulary::rss},
    Namespace{"http://cyber.law.harvard.edu/rss/rss.html", Vocabulary::rss},
    Namespace{"http://purl.org/dc/elements/1.1", Vocabulary::dublin_core},
    Namespace{"http://purl.org/dc/elements/1.0", Vocabulary::dublin_core},
    Namespace{"http://purl.org/dc/terms", Vocabulary::dublin_core},
    Namespace{"http://purl.org/rss/1.0/modules/dc", Vocabulary::dublin_core},
    Namespace{"http://purl.org/rss/1.0/modules/content", Vocabulary::content},
    Namespace{"http://www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    Namespace{"http://example.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    Namespace{"https://podcastindex.org/namespace/1.0", Vocabulary::other},
    Namespace{"http://search.yahoo.com/mrss", Vocabulary::media},
    Namespace{"http://purl.org/rss/1.0/modules/slash", Vocabulary::slash},
    Namespace{"http://purl.org/syndication/thread/1.0", Vocabulary::threading},
    Namespace{"http://purl.org/rss/1.0/modules/threading", Vocabulary::threading},
    Namespace{"http://www.w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::rdf},
    Namespace{"http://www.w3.org/1999/xhtml", Vocabulary::xhtml},
    Namespace{"http://rssnamespace.org/feedburner/ext/1.0", Vocabulary::feedburner},
};

struct UsualPrefix {
    std::string_view prefix;
    Vocabulary vocabulary;
};

/// What prefixes mean that nobody declared.
constexpr std::array usual_prefixes = {
    UsualPrefix{"", Vocabulary::rss},
    UsualPrefix{"atom", Vocabulary::atom},
    UsualPrefix{"a10", Vocabulary::atom},
    UsualPrefix{"dc", Vocabulary::dublin_core},
    UsualPrefix{"content", Vocabulary::content},
    UsualPrefix{"itunes", Vocabulary::itunes},
    UsualPrefix{"dcterms", Vocabulary::dublin_core},
    UsualPrefix{"media", Vocabulary::media},
    UsualPrefix{"slash", Vocabulary::slash},
    UsualPrefix{"thr", Vocabulary::threading},
    UsualPrefix{"rdf", Vocabulary::rdf},
    UsualPrefix{"xhtml", Vocabulary::xhtml},
    UsualPrefix{"feedburner", Vocabulary::feedburner},
};

/// Names differ in letter case and in the last character from feed to feed.
Vocabulary vocabulary_of_namespace(std::string_view name) {
    if (name.ends_with('/') || name.ends_with('#')) name.remove_suffix(1);
    for (const Namespace& known : namespaces) {
        if (same_name(name, known.name)) return known.vocabulary;
    }
    return Vocabulary::other;
}

Vocabulary vocabulary_of_usual_prefix(std::string_view prefix) {
    for (const UsualPrefix& usual : usual_prefixes) {
        if (usual.prefix == prefix) return usual.vocabulary;
    }
    return Vocabulary::other;
}

std::string_view local_part(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Recursive: elements are nested at most deepest_xml deep.
void append_markup(const pugi::xml_node& parent, std::string& out) {  // NOLINT(misc-no-recursion)
    for (const pugi::xml_node& node : parent.children()) {
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
            append_escaped(node.value(), out);
        }
        if (node.type() != pugi::node_element) continue;
        const std::string_view name = local_part(node.name());
        (out += '<') += name;
        for (const pugi::xml_attribute& attribute : node.attributes()) {
            const std::string_view attribute_name = attribute.name();
            if (attribute_name.find(':') != std::string_view::npos || attribute_name == "xmlns")
                continue;
            ((out += ' ') += attribute_name) += "=\"";
            append_escaped(attribute.value(), out);
            out += '"';
        }
        out += '>';
        append_markup(node, out);
        const bool empty = same_name(name, "br") || same_name(name, "hr") || same_name(name, "img");
        if (!empty) ((out += "</") += name) += '>';
    }
}

}  // namespace

void XmlScope::declare(const pugi::xml_attribute& attribute) {
    constexpr std::size_t most = 128;
    constexpr std::string_view declaration = "xmlns:";
    const std::string_view name = attribute.name();
    if (prefixes_.size() >= most) return;
    Vocabulary vocabulary = vocabulary_of_namespace(attribute.value());
    if (name == "xmlns") {
        // Feeds state odd default namespaces and mean RSS or Atom all the same.
        if (vocabulary == Vocabulary::other) vocabulary = Vocabulary::rss;
        prefixes_.emplace_back(std::string_view(), vocabulary);
    } else {
        prefixes_.emplace_back(name.substr(declaration.size()), vocabulary);
    }
}

const XmlScope& XmlScope::enter(const pugi::xml_node& element, XmlScope& storage) const {
    bool changed = false;
    const auto change = [&]() -> XmlScope& {
        if (!changed) storage = *this;
        changed = true;
        return storage;
    };
    for (const pugi::xml_attribute& attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        if (name == "xmlns" || name.starts_with("xmlns:")) {
            change().declare(attribute);
        } else if (name == "xml:base") {
            std::string base = resolve(attribute.value());
            change().base_ = std::move(base);
        } else if (name == "xml:lang") {
            change().lang_ = attribute.value();
        }
    }
    return changed ? storage : *this;
}

XmlName XmlScope::name_of(const pugi::xml_node& element) const {
    const std::string_view name = element.name();
    const std::size_t colon = name.find(':');
    const std::string_view prefix =
        colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
    const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
    const auto declared = std::find_if(prefixes_.rbegin(), prefixes_.rend(),
                                       [&](const auto& entry) { return entry.first == prefix; });
    if (declared != prefixes_.rend()) return {declared->second, local};
    return {vocabulary_of_usual_prefix(prefix), local};
}

std::string XmlScope::resolve(std::string_view reference) const {
    return resolve_link(base_, reference);
}

std::string text_of(const pugi::xml_node& element) {
    std::string text;
    for (const pugi::xml_node& node : element.children()) {
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
            text += node.value();
        }
    }
    return text;
}

bool has_elements(const pugi::xml_node& element) {
    const auto children = element.children();
    return std::any_of(children.begin(), children.end(), [](const pugi::xml_node& node) {
        return node.type() == pugi::node_element;
    });
}

std::string markup_of(const pugi::xml_node& element) {
    std::string markup;
    append_markup(element, markup);
    return markup;
}

std::string_view attribute_of(const pugi::xml_node& element, std::string_view name) {
    for (const pugi::xml_attribute& attribute : element.attributes()) {
        if (same_name(attribute.name(), name)) return attribute.value();
    }
    return {};
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return ascii_lowered(x) == ascii_lowered(y); });
}

}  // namespace kb::ingest
