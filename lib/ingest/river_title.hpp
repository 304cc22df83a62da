#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kb::ingest {

/// Tells titles of entries from lines of a text that an age line happens to follow. Sees the lines
/// one by one.
class RiverTitleFinder {
  public:
    /// Whether the line before `age_line`, an age, is the title of an entry.
    bool previous_is_title(std::string_view age_line) const;

    /// The line before, as it is.
    std::string_view previous() const noexcept { return previous_; }

    /// A line of text that is neither title nor age.
    void add(std::string_view line);

    /// An age line with that title above it begins an entry.
    void begin_entry(std::string_view title);

  private:
    std::string previous_;  ///< blank: none
    bool blank_before_previous_ = true;
    std::optional<std::size_t> indentation_;  ///< of the entry that we are in
};

/// Whether an age line directly below this line could make it a title: it is no blank line, age,
/// trailer, list item or quotation, does not lead to what follows by its last character, and is no
/// long sentence.
bool can_be_title(std::string_view line);

}  // namespace kb::ingest
