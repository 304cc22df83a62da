#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// What the rules for kinds tell apart in a title.
enum class WordType : std::uint8_t {
    word,
    number,      ///< "12", "#12"
    version,     ///< "2.15", "v3", "1.0rc1"
    repository,  ///< "owner/repo"
    separator,   ///< colon, dash, bar, bracket: sets parts of a title apart
};

struct RuleWord {
    WordType type = WordType::word;
    std::string text;  ///< folded; empty for separators

    bool operator==(const RuleWord&) const = default;
};

/// Cuts a text into at most `limit` words as rules see them: folded, apostrophes left out, Chinese
/// and Japanese characters one by one, separators only between words and several as one. Linear in
/// what is cut.
std::vector<RuleWord> rule_words(std::string_view text, std::size_t limit);

/// A sequence of words to be found in a text:
///
///     ^        at the beginning: the text starts here
///     $        at the end: the text ends here
///     ...      any words, also none
///     *        any one word
///     #        a number
///     %v       a version
///     %r       owner/repo
///     :        a separator
///     a|b      one of these words
///
/// Anything else is that word; Chinese and Japanese are written with spaces between characters.
class WordPattern {
  public:
    explicit WordPattern(std::string_view pattern);

    bool matches(const std::vector<RuleWord>& words) const;

  private:
    struct Item {
        enum class Type : std::uint8_t { literal, any, word_type } type;
        WordType word_type = WordType::word;
        std::vector<std::string> alternatives = {};

        bool matches(const RuleWord& word) const;
    };
    using Segment = std::vector<Item>;

    bool matches_at(const Segment& segment, const std::vector<RuleWord>& words,
                    std::size_t at) const;

    std::vector<Segment> segments_;  ///< with any words between them
    bool at_beginning_ = false;
    bool at_end_ = false;
};

}  // namespace kb::ingest
