#include "search/levenshtein.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace kb::search {

namespace {

/// Stands for every character that the word does not hold.
constexpr char32_t other = 0xFFFFFFFF;

std::optional<char32_t> successor(char32_t c) {
    if (c >= 0x10FFFF) return std::nullopt;
    return c == 0xD7FF ? 0xE000 : c + 1;  // surrogates are no characters
}

}  // namespace

LevenshteinAutomaton::LevenshteinAutomaton(std::string_view word, unsigned distance)
    : distance_(std::min(distance, max_distance)) {
    for (std::size_t at = 0; at < word.size();) {
        const Utf8Step step = decode_utf8(word, at);
        word_.push_back(step.code_point);
        at += step.bytes;
    }
}

LevenshteinAutomaton::State LevenshteinAutomaton::start() const {
    State state;
    const auto beyond = static_cast<std::uint8_t>(distance_ + 1);
    state.now.fill(beyond);
    state.before.fill(beyond);
    for (std::size_t column = 0; column <= std::min<std::size_t>(distance_, word_.size()); ++column)
        state.now[column + distance_] = static_cast<std::uint8_t>(column);
    state.last = other;
    return state;
}

LevenshteinAutomaton::State LevenshteinAutomaton::step(const State& state, char32_t c) const {
    const unsigned beyond = distance_ + 1;
    State next;
    next.least = beyond;
    next.row = state.row + 1;
    next.before = state.now;
    next.last = c;
    next.now.fill(static_cast<std::uint8_t>(beyond));
    const std::size_t width = 2 * std::size_t{distance_} + 1;
    for (std::size_t cell = 0; cell < width; ++cell) {
        if (next.row + cell < distance_) continue;
        const std::size_t column = next.row + cell - distance_;
        if (column > word_.size()) break;
        unsigned best = beyond;
        if (cell + 1 < width) best = std::min(best, state.now[cell + 1] + 1U);  // inserted
        if (cell > 0) best = std::min(best, next.now[cell - 1] + 1U);           // left out
        if (column > 0) {
            const unsigned cost = word_[column - 1] == c ? 0 : 1;
            best = std::min(best, state.now[cell] + cost);
        }
        const bool swapped =
            column > 1 && word_[column - 1] == state.last && word_[column - 2] == c;
        if (swapped) best = std::min(best, state.before[cell] + 1U);
        next.now[cell] = static_cast<std::uint8_t>(best);
        next.least = std::min(next.least, best);
    }
    return next;
}

std::optional<unsigned> LevenshteinAutomaton::accepted(const State& state) const {
    const std::size_t cell = word_.size() + distance_ - state.row;
    if (state.row > word_.size() + distance_ || cell > 2 * std::size_t{distance_} ||
        state.now[cell] > distance_)
        return std::nullopt;
    return state.now[cell];
}

std::optional<char32_t> LevenshteinAutomaton::least_step(const State& state,
                                                         std::optional<char32_t> above) const {
    std::optional<char32_t> lowest = 0;
    if (above) lowest = successor(*above);
    if (!lowest || goes_on_with_any(state)) return lowest;
    // No edit is left: only what the word goes on with, or the other half of a swap.
    std::optional<char32_t> least;
    const auto consider = [&](char32_t c) {
        if (c >= *lowest && (!least || c < *least)) least = c;
    };
    const std::size_t width = 2 * std::size_t{distance_} + 1;
    for (std::size_t cell = 0; cell < width; ++cell) {
        if (state.row + cell < distance_) continue;
        const std::size_t column = state.row + cell - distance_;
        if (column < word_.size() && state.now[cell] <= distance_) consider(word_[column]);
        const bool half_swapped = column > 0 && column < word_.size() &&
                                  state.before[cell] < distance_ && word_[column] == state.last;
        if (half_swapped) consider(word_[column - 1]);
    }
    return least;
}

void LevenshteinAutomaton::complete(State state, std::string& text) const {
    while (!accepted(state) && !goes_on_with_any(state)) {
        const std::optional<char32_t> c = least_step(state, std::nullopt);
        if (!c) return;  // cannot be: a state that is alive has a way to the end
        append_utf8(*c, text);
        state = step(state, *c);
    }
}

std::optional<unsigned> LevenshteinAutomaton::distance(std::string_view text) const {
    State state = start();
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step character = decode_utf8(text, at);
        state = step(state, character.code_point);
        if (!is_alive(state)) return std::nullopt;
        at += character.bytes;
    }
    return accepted(state);
}

LevenshteinAutomaton::Look LevenshteinAutomaton::look(std::string_view text) const {
    struct Read {
        State state;  ///< before the character
        std::size_t begin = 0;
        std::optional<char32_t> character;
    };
    std::vector<Read> path;
    path.reserve(std::min(text.size(), word_.size() + distance_) + 1);
    State state = start();
    std::size_t at = 0;
    while (at < text.size() && is_alive(state)) {
        const Utf8Step character = decode_utf8(text, at);
        path.push_back({state, at, character.code_point});
        state = step(state, character.code_point);
        at += character.bytes;
    }
    Look look;
    if (is_alive(state)) {
        look.distance = accepted(state);
        path.push_back({state, text.size(), std::nullopt});
    }
    // The longest beginning of the text that can go on with something greater.
    for (; !path.empty(); path.pop_back()) {
        const Read& read = path.back();
        const std::optional<char32_t> c = least_step(read.state, read.character);
        if (!c) continue;
        look.next.emplace(text.substr(0, read.begin));
        append_utf8(*c, *look.next);
        complete(step(read.state, *c), *look.next);
        break;
    }
    return look;
}

}  // namespace kb::search
