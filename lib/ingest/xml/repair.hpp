#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// Something about an XML document: where and what.
struct XmlNote {
    std::uint64_t line = 0;  ///< 1-based
    std::string message;     ///< one line
};

struct RepairedXml {
    /// One or more elements, each closed, with names, attributes, text and CDATA sections only:
    /// declarations, comments and processing instructions are left out, references are replaced by
    /// what they stand for. Empty if there is no element.
    std::string text;
    /// What had to be repaired, each cause once, where it came first; at most 16, the last one then
    /// says that there is more.
    std::vector<XmlNote> repairs;
    /// Why the document is not read at all: it is nested too deeply, its entities are a bomb, or it
    /// grows beyond largest_whole_input.
    std::optional<XmlNote> refusal;
};

/// The deepest nesting of elements that is read.
inline constexpr std::size_t deepest_xml = 256;

/// Makes any valid UTF-8 that is XML, or nearly so, what an XML parser reads without loss. What is
/// repaired: text before the first element, undeclared HTML entities, characters & and < that begin
/// nothing, control characters and references to them, attributes without quotes or value, tags
/// that are not closed, closed twice or in the wrong order (HTML in descriptions), unclosed CDATA
/// sections and comments, a document that is cut off. Entities that the document declares are
/// replaced, as text, up to 256 KiB in all; external ones are never read. Linear in time and
/// memory.
RepairedXml repair_xml(std::string_view text);

}  // namespace kb::ingest
