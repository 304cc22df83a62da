#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/char_class.hpp"
#include "text/clusters.hpp"
#include "text/fold.hpp"
#include "text/token_buffer.hpp"

namespace kb {

/// Writes the tokens of scripts whose words spaces do not show, and of emoji. A run of characters
/// c1 … cn takes n positions; at the position of ck stand
///
///   1. the dictionary word that begins there, if it is longer than two characters (in Hangul: the
///      word between blanks, particles included)
///   2. the pair ck ck+1
///   3. ck
///
/// so that whatever the dictionary makes of a text, a query is found in it by its pairs.
class GramTokens {
  public:
    explicit GramTokens(TokenBuffer& tokens) : tokens_(&tokens) {}

    /// Adds a run of valid UTF-8 of a spaceless script that begins at `offset` of the text.
    void add(std::string_view text, std::size_t offset, CharClass script);
    /// Adds a run of emoji and fractions: a word each; emoji joined into one are found whole and by
    /// part. Skin tones and variation selectors are left out.
    void add_pictographs(std::string_view text, std::size_t offset);

  private:
    void spell(std::string_view text);
    std::string_view spelled(std::size_t first, std::size_t last) const;
    TokenPlace place(std::size_t first, std::size_t last, std::size_t offset) const;
    void add_pictograph(std::string_view text, std::size_t offset, TokenType type);
    void add_joined_pictographs(std::string_view text, std::size_t offset);
    void spell_pictograph(std::string_view text);
    void add_dictionary_word(std::size_t first, std::size_t offset);

    TokenBuffer* tokens_;
    ClusterSegmenter segmenter_;
    Folder folder_;
    std::vector<Cluster> clusters_;
    std::string folded_;               ///< the run as terms spell it
    std::vector<std::size_t> places_;  ///< where each cluster begins in folded_, and the end
    std::string accented_;
};

}  // namespace kb
