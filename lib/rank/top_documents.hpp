#pragma once

#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace kb::rank {

/// A document that was found.
struct Ranked {
    double score = 0;
    std::uint32_t newness = 0;  ///< of two of the same score, the greater comes first
    std::uint32_t ordinal = 0;
    std::uint32_t group = 0;  ///< near-duplicates share one; 0: none
};

/// The total order of results. Among equals in both, the lower ordinal comes first.
inline bool better(const Ranked& a, const Ranked& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.newness != b.newness ? a.newness > b.newness : a.ordinal < b.ordinal;
}

/// The best documents seen so far, at most one a group. Adding is logarithmic.
class TopDocuments {
  public:
    explicit TopDocuments(std::size_t limit) : limit_(limit) {}

    /// A document of a lower score than this cannot be among the best any more; one of the same
    /// score may.
    double threshold() const noexcept { return threshold_; }

    void add(const Ranked& document);

    /// Best first; empties the object.
    std::vector<Ranked> take();

  private:
    void rise(std::size_t place);
    void sink(std::size_t place);
    void put(std::size_t place, const Ranked& document);

    std::size_t limit_;
    double threshold_ = -std::numeric_limits<double>::infinity();
    std::vector<Ranked> heap_;                               ///< the worst on top
    std::unordered_map<std::uint32_t, std::size_t> places_;  ///< of groups in the heap
};

}  // namespace kb::rank
