#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// One candidate's part of a page.
struct StatementSection {
    std::string_view header;              ///< the header line without bullet: name and place
    std::vector<std::string_view> lines;  ///< what follows, without the section's indentation
};

/// A page of candidates' statements taken apart. Views into the page's lines.
struct CandidatePage {
    std::vector<std::string_view> introduction;
    std::vector<StatementSection> sections;  ///< empty if it is no such page
};

/// Statements of a page; one with more is taken for another kind of list.
inline constexpr std::size_t most_statements = 1000;

/// Splits a page whose title or introduction speaks of candidates and their statements. A section
/// begins with a header: a short line that starts with a name, directly below the introduction or
/// set off by two blank lines; it may be a list item with its paragraphs indented under it.
CandidatePage split_candidates(std::string_view title, const std::vector<std::string_view>& lines);

/// The name that a header begins with: its first two capitalised words, with the particles between
/// ("Ludwig van Beethoven"), or all of them up to a dash or bracket. Empty if it begins with none.
std::string candidate_name(std::string_view header);

/// The header as part of an id: folded words joined by hyphens.
std::string slug(std::string_view header);

}  // namespace kb::ingest
