#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kb::search {

/// Accepts the texts within an edit distance of a word, and tells a walk through a sorted
/// dictionary where it can go on. Used by edit-distance queries (expansion.hpp); of use to whoever
/// looks for words that are spelled nearly so.
///
/// The distance counts insertions, deletions and substitutions of Unicode code points, and swaps of
/// two neighbours (optimal string alignment: no piece is edited twice, so "ca" is 3 from "abc").
/// The rows of the dynamic programme, cut to the diagonal band that a small distance can reach, are
/// the automaton's states; see Ukkonen, "Algorithms for approximate string matching", 1985, and for
/// the walk Schulz and Mihov, "Fast string correction with Levenshtein automata", 2002.
///
/// Immutable: thread-safe.
class LevenshteinAutomaton {
  public:
    static constexpr unsigned max_distance = 3;

    /// `word` is UTF-8, an invalid byte in it a character of its own; `distance` ≤ max_distance.
    LevenshteinAutomaton(std::string_view word, unsigned distance);

    /// How far `text` is from the word, or nothing if that is more than the distance. Linear in the
    /// text at most.
    std::optional<unsigned> distance(std::string_view text) const;

    /// What a walk in bytewise order learns at a text.
    struct Look {
        std::optional<unsigned> distance;
        /// Where the walk may skip to: a greater text such that none between them is accepted;
        /// nothing if none behind it is.
        std::optional<std::string> next;
    };
    /// `text` is UTF-8. Linear in it and in the word.
    Look look(std::string_view text) const;
    std::optional<std::string> next(std::string_view text) const { return look(text).next; }

    /// The length of the word in code points.
    std::size_t length() const noexcept { return word_.size(); }

  private:
    /// Cells [row][column - row + distance_] of the current and of the last row: the distance of
    /// the characters read so far from each beginning of the word, cut to distance_ + 1.
    using Cells = std::array<std::uint8_t, 2 * max_distance + 1>;
    struct State {
        std::size_t row = 0;
        Cells now = {};
        Cells before = {};
        char32_t last = 0;
        unsigned least = 0;  ///< of the current row
    };

    State start() const;
    State step(const State& state, char32_t c) const;
    /// Whether some continuation is accepted.
    bool is_alive(const State& state) const { return state.least <= distance_; }
    /// Whether any character at all may follow: an edit is left.
    bool goes_on_with_any(const State& state) const { return state.least < distance_; }
    std::optional<unsigned> accepted(const State& state) const;
    /// The least character, after `above` if given, with which the state stays alive.
    std::optional<char32_t> least_step(const State& state, std::optional<char32_t> above) const;
    /// Appends what every accepted text that begins so must go on with at least.
    void complete(State state, std::string& text) const;

    std::vector<char32_t> word_;
    unsigned distance_;
};

}  // namespace kb::search
