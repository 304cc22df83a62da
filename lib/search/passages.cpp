#include "search/passages.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "search/code_points.hpp"
#include "text/utf8.hpp"

namespace kb::search {

namespace {

/// A second sight of a word tells a little.
constexpr double repetition_value = 0.05;
/// Words that stand side by side belong together.
constexpr double neighbour_value = 0.1;
constexpr std::size_t neighbour_bytes = 24;

/// The matches of a window that moves over a text, and what they are worth together.
class Window {
  public:
    Window(std::span<const TextMatch> matches, const std::unordered_set<std::size_t>& shown)
        : matches_(matches), shown_(shown) {}

    double value() const { return value_; }
    /// Takes in the match behind the last.
    void extend(std::size_t last, bool alone) {
        const TextMatch& match = matches_[last];
        value_ += seen_[match.target]++ == 0 ? first_sight(match) : match.weight * repetition_value;
        if (!alone) value_ += beside(last - 1);
    }
    /// Drops the first match.
    void shrink(std::size_t first, bool last_left) {
        const TextMatch& match = matches_[first];
        value_ -= --seen_[match.target] == 0 ? first_sight(match) : match.weight * repetition_value;
        if (!last_left) value_ -= beside(first);
    }

  private:
    double first_sight(const TextMatch& match) const {
        return match.weight * (shown_.contains(match.target) ? repetition_value : 1.0);
    }
    /// For matches i and i + 1.
    double beside(std::size_t i) const {
        const TextMatch& a = matches_[i];
        const TextMatch& b = matches_[i + 1];
        if (a.target == b.target || b.begin > a.end + neighbour_bytes) return 0;
        return neighbour_value * std::min(a.weight, b.weight);
    }

    std::span<const TextMatch> matches_;
    const std::unordered_set<std::size_t>& shown_;
    std::unordered_map<std::size_t, std::size_t> seen_;  // target → occurrences in the window
    double value_ = 0;
};

/// The best run among `matches`, some of whose targets are shown already. Two pointers.
std::optional<Passage> best_passage(std::string_view text, std::span<const TextMatch> matches,
                                    std::size_t length,
                                    const std::unordered_set<std::size_t>& shown) {
    std::optional<Passage> best;
    Window window(matches, shown);
    std::size_t last = 0;
    for (std::size_t first = 0; first < matches.size(); ++first) {
        const std::size_t limit = advance(text, matches[first].begin, length);
        while (last < matches.size() && matches[last].end <= limit) {
            window.extend(last, last == first);
            ++last;
        }
        if (last == first) {  // a single match longer than the window
            last = first + 1;
            continue;
        }
        if (!best || window.value() > best->value) best = Passage{first, last, window.value()};
        window.shrink(first, last == first + 1);
    }
    return best;
}

/// A stretch of the matches that no run has taken from.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

}  // namespace

std::vector<Passage> best_passages(std::string_view text, std::span<const TextMatch> matches,
                                   std::size_t length, std::size_t count) {
    std::vector<Passage> passages;
    std::unordered_set<std::size_t> shown;
    std::vector<Stretch> free = {{0, matches.size()}};
    while (passages.size() < count) {
        std::optional<Passage> best;
        std::size_t from = 0;
        for (std::size_t i = 0; i < free.size(); ++i) {
            const auto stretch = matches.subspan(free[i].begin, free[i].end - free[i].begin);
            std::optional<Passage> passage = best_passage(text, stretch, length, shown);
            if (!passage || (best && passage->value <= best->value)) continue;
            best = Passage{passage->first + free[i].begin, passage->last + free[i].begin,
                           passage->value};
            from = i;
        }
        if (!best) break;
        const Stretch taken = free[from];
        free[from] = {taken.begin, best->first};
        free.push_back({best->last, taken.end});
        for (std::size_t i = best->first; i < best->last; ++i)
            shown.insert(matches[i].target);
        passages.push_back(*best);
    }
    return passages;
}

}  // namespace kb::search
