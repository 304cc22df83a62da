#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pugixml.hpp>

namespace kb::ingest {

/// The vocabularies that feeds use, each under all its namespace names.
enum class Vocabulary : std::uint8_t {
    rss,   ///< RSS of all versions, and elements in no namespace
    atom,  ///< Atom 1.0 and the drafts before it
    dublin_core,
    content,
    itunes,
    media,
    slash,
    threading,
    rdf,
    xhtml,
    feedburner,
    other,
};

/// The name of an element: what its prefix stands for, and the part behind it.
struct XmlName {
    Vocabulary vocabulary = Vocabulary::other;
    std::string_view local;
};

/// What an element inherits from those around it: namespaces, xml:base, xml:lang. The tree outlives
/// it.
class XmlScope {
  public:
    /// What holds around the document.
    XmlScope(std::string base, std::string lang) : base_(std::move(base)), lang_(std::move(lang)) {}

    /// The scope within `element`: this one, or `storage` if the element changes anything.
    const XmlScope& enter(const pugi::xml_node& element, XmlScope& storage) const;

    /// The name of an element whose scope this is. An undeclared prefix means what it usually does.
    XmlName name_of(const pugi::xml_node& element) const;

    /// The link `reference` as it counts from here; see resolve_link.
    std::string resolve(std::string_view reference) const;

    const std::string& base() const noexcept { return base_; }
    /// As declared; empty if it is not.
    const std::string& lang() const noexcept { return lang_; }
    void set_base(std::string base) { base_ = std::move(base); }
    void set_lang(std::string lang) { lang_ = std::move(lang); }

  private:
    void declare(const pugi::xml_attribute& attribute);

    std::string base_;
    std::string lang_;
    /// Prefixes with what they stand for, the innermost last; the empty one is the default.
    std::vector<std::pair<std::string_view, Vocabulary>> prefixes_;
};

/// The text directly in an element, CDATA sections included.
std::string text_of(const pugi::xml_node& element);

/// Whether there are elements in it.
bool has_elements(const pugi::xml_node& element);

/// What is in an element, as HTML: without prefixes and namespaces.
std::string markup_of(const pugi::xml_node& element);

/// An attribute by its name, letters of either case; empty if it is missing.
std::string_view attribute_of(const pugi::xml_node& element, std::string_view name);

/// Whether two ASCII texts are equal but for the case of their letters.
bool same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace kb::ingest
