#pragma once

#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/document.hpp"

namespace kb::bench {

/// Stands in every short post.
inline constexpr std::string_view word_of_all = "everywhere";
/// Stands in every hundredth.
inline constexpr std::string_view word_of_few = "seldom";

/// Makes up short posts with all the fields that are filtered by or counted, the same in every run.
/// Their words are drawn from those of posts(), each as often as it stands there. All are in one
/// language and have one author and one tag, so that plain Xapian finds and counts the same.
class ShortPosts {
  public:
    explicit ShortPosts(std::size_t count) : count_(count) {}

    /// The next post, or nothing after `count` of them.
    std::optional<Document> next();

  private:
    std::string sentence(std::size_t words);

    std::size_t count_;
    std::size_t made_ = 0;
    std::mt19937 random_{1};
};

/// Words of the short posts that have so many letters at least, drawn with their frequencies.
std::vector<std::string> drawn_words(std::size_t count, std::size_t fewest_letters);

/// Two different words that stand side by side in a short post, each from another post.
std::vector<std::pair<std::string, std::string>> drawn_pairs(std::size_t count);

}  // namespace kb::bench
